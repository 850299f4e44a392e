/** Puts the drawings of the pin types where the page asks for them. */
import { crossSection, picture } from "../pictures.js";

for (const place of document.querySelectorAll("[data-picture]")) {
  const drawing = picture(place.dataset.picture, place.dataset.label);
  if (drawing) place.append(drawing);
}

for (const place of document.querySelectorAll("[data-section]")) {
  const drawing = crossSection(place.dataset.section, place.dataset.label);
  if (drawing) place.append(drawing);
}
