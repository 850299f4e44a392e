/**
 * Drawings of the pin types: how a pin looks from the front, and how it is built when cut through.
 * All show one lighthouse, so that only the making differs. Presentation attributes alone: a strict
 * content security policy lets them through.
 */

const SVG = "http://www.w3.org/2000/svg";
const ID_PREFIX = `pin-${Math.random().toString(36).slice(2)}-`;
let idCount = 0;

/** Metals: lit, plain, shaded, edge. The edge stands out from white and from dark pages. */
const METALS = {
  gold: ["#fff0b8", "#d9a93f", "#a8761f", "#8f6420"],
  silver: ["#fff", "#bcc3ca", "#858e98", "#6b747e"],
  copper: ["#ffd9b0", "#d88a54", "#a3552b", "#8f4a26"],
};

const wave = (y, length) => `M${-length} 99V${y}q${length / 2}-6 ${length} 0${`t${length} 0`.repeat(9)}V99`;
const halo = (radius) => `M48 ${26 - radius}a${radius} ${radius} 0 0 1 0 ${2 * radius}a${radius} ${radius} 0 0 1 0-${2 * radius}`;

/** The lighthouse, back to front. Edges left open, or outside the rim, get no metal line. */
const SHAPES = [
  ["sky", "M0 0H96V96H0z"],
  ["light", "M-4 8L41 23V30L-4 46M100 8L55 23V30L100 46"],
  ["wall", "M36 67L40 37H56L60 67"],
  ["red", "M38.8 46H57.2L58.7 57H37.3z"],
  ["light", "M41 20H55V31H41z"],
  ["red", "M38 20Q48 2 58 20zM36 31H60V37H36z"],
  ["rock", "M13 79C18 67 29 69 34 66C42 62 54 62 62 66C67 69 78 67 83 79"],
  ["sea", wave(75, 16)],
  ["deep", wave(86, 18)],
];

/** What only etching can draw: rays, courses of brick, grass and ripples. */
const ETCHING = `M40 22L14 5M40 19L26 2M56 22L82 5M56 19L70 2M40 25L-2 17M40 28L-2 33M56 25L98 17M56 28L98 33
M40 34L6 54M39 38L14 64M56 34L90 54M57 38L82 64M39 40H57M39 43H57M37 60H59M36 63H60M44 37v3M52 37v3M48 40v3M44 57v3M52 57v3
M48 20v11M25 71l2 4M31 69l2 4M65 69l-2 4${wave(79, 16)}${wave(90, 18)}`;

const palette = (sky, light, wall, red, rock, sea, deep) => ({ sky, light, wall, red, rock, sea, deep });
const BRIGHT = palette("#3fabdb", "#ffd65c", "#fff8ea", "#e0413a", "#3f9d63", "#2272bd", "#164a8c");
const MATTE = palette("#5fb2cc", "#f0cd6c", "#f3ecdd", "#cf554d", "#5a9a6a", "#3d79b0", "#2b5587");
const JEWEL = palette("#0f7f92", "#e0a328", "#efe4ca", "#ad1733", "#15724f", "#2348a8", "#192a70");

/** What sets each type apart: metal, colours, the widths of metal lines and rim, and what else is drawn. */
const LOOKS = {
  hard_enamel: { metal: "gold", fills: BRIGHT, line: 1.6, rim: 3.5, polished: true },
  soft_enamel: { metal: "silver", fills: MATTE, line: 2.6, rim: 4.5, raised: true },
  screen_printed: { metal: "silver", fills: BRIGHT, line: 0, rim: 1.8, printed: true },
  photo_etched: { metal: "gold", fills: BRIGHT, line: 0.8, rim: 1.2, etched: true },
  cloisonne: { metal: "copper", fills: JEWEL, line: 1.5, rim: 6, glass: true },
};

/** Spans of metal that reach the surface, left to right. */
const WALLS = [[8, 16], [53, 58], [102, 107], [144, 152]];
const FINE_WALLS = [[8, 14], ...Array.from({ length: 12 }, (_, i) => [24 + 10 * i, 26 + 10 * i]), [146, 152]];

/** Heights, downwards: top of the metal, floor of the colour, top of the colour; how far the clear coat rises. */
const SECTIONS = {
  hard_enamel: { top: 25, floor: 39, colour: 25 },
  soft_enamel: { top: 25, floor: 39, colour: 30 },
  soft_enamel_epoxy: { top: 25, floor: 39, colour: 30, dome: 20 },
  cloisonne: { top: 20, floor: 38, colour: 20, glass: true },
  screen_printed: { top: 38, floor: 38, colour: 34, dome: 20, walls: [[8, 8], [56, 56], [104, 104], [152, 152]] },
  photo_etched: { top: 41, floor: 46, colour: 42, dome: 6, walls: FINE_WALLS },
};

/** @returns {SVGElement} */
function element(tag, attributes, children = []) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const fill = (d, colour, opacity = 1) => element("path", { d, fill: colour, opacity });
const stroke = (d, colour, width, more) =>
  element("path", { d, stroke: colour, "stroke-width": width, "stroke-linejoin": "round", ...more });
const ring = (r, colour, width, more) => element("circle", { cx: 48, cy: 48, r, stroke: colour, "stroke-width": width, ...more });
const dots = (gap) => ({ "stroke-linecap": "round", "stroke-dasharray": `0 ${gap}` });

/** An element, and how others refer to it. */
function shared(tag, attributes, children) {
  const id = ID_PREFIX + idCount++;
  return [element(tag, { id, ...attributes }, children), `url(#${id})`];
}

function gradient(tag, colours, attributes) {
  const stops = colours.map((colour, i) => element("stop", { offset: i / (colours.length - 1), "stop-color": colour }));
  return shared(tag, { gradientUnits: "userSpaceOnUse", ...attributes }, stops);
}

function drawing(label, viewBox, children) {
  const title = element("title", {}, [label]);
  return element("svg", { viewBox, role: "img", fill: "none" }, [title, ...children]);
}

/**
 * The look of a pin, to be shown at about 96 × 96 pixels or larger.
 * @param {string} name One of `LOOKS`.
 * @param {string} label The accessible name.
 * @returns {SVGElement | null} null for a type without a drawing.
 */
export function picture(name, label) {
  const look = LOOKS[name];
  if (!look) return null;
  const { rim, fills, line } = look;
  const [lit, plain, shade, edge] = METALS[look.metal];
  const [metalDef, metal] = gradient("linearGradient", [lit, plain, shade, plain, lit, shade], { x1: 10, y1: 10, x2: 86, y2: 86 });
  const [faceDef, face] = shared("clipPath", {}, [element("circle", { cx: 48, cy: 48, r: 44 - rim / 2 })]);
  const lines = SHAPES.map(([, d]) => d).join("");
  const inside = SHAPES.map(([part, d]) => fill(d, fills[part]));
  const outside = [ring(44 - rim / 2, metal, rim), ring(44.3, edge, 1)];

  if (look.printed) {
    // Inks meet without metal: steps of tone, a tower in shade, foam.
    inside.splice(1, 0, fill(halo(40), "#6cc3e2"), fill(halo(28), "#a5dcdf"), fill(halo(17), "#fdeeb5"));
    inside.push(fill("M50 13Q55 14 58 20H55V31H60V37H56L60 65H50z", "#3a1030", 0.18), stroke(wave(75, 16), "#c4e9f6", 1.6));
    outside.push(fill("M9 50A39 39 0 0 1 60 11C38 14 19 28 9 50z", "#fff", 0.55), fill("M86 60A40 40 0 0 1 54 86.5C68 83 79 74 86 60z", "#fff", 0.35));
  }
  if (look.etched) inside.push(stroke(ETCHING, "#f8e3a4", 0.55));
  if (look.raised) {
    const shadow = { opacity: 0.5, transform: "translate(1.4 1.8)" };
    inside.push(stroke(lines, "#0b1d30", 2.8, shadow), ring(42, "#0b1d30", 5, shadow));
    outside.push(ring(39.6, edge, 0.6));
  }
  if (look.glass) {
    // Light from within, deeper colour along the metal, the grain of the glass.
    const [glowDef, glow] = gradient("radialGradient", ["#fff9", "#fff3", "#fff0", "#0006"], { cx: 42, cy: 38, r: 50 });
    inside.push(glowDef, stroke(lines, "#050a24", 4, { opacity: 0.28 }), ring(0, "", 0, { r: 44, fill: glow }));
    for (let r = 4; r < 40; r += 4) inside.push(ring(r, "#fff", 0.5, { opacity: 0.5, ...dots(3 + (r % 3)) }));
    outside.push(ring(41, "#6d3417", 2.6, dots(3.22)), ring(40.7, lit, 1.7, dots(3.197)));
  }
  inside.push(stroke(lines, metal, line));
  if (look.raised) inside.push(stroke(lines, "#fff", 0.6, { transform: "translate(-.6 -.6)" }));
  // One sheen over metal and colour alike, since they are one plane.
  if (look.polished) inside.push(fill("M-6 54L54-6H71L-6 71zM-6 78L78-6H83L-6 83z", "#fff", 0.28));

  return drawing(label, "0 0 96 96", [
    metalDef,
    faceDef,
    element("circle", { cx: 48.6, cy: 50, r: 45, fill: "#000", opacity: 0.22 }),
    element("g", { "clip-path": face }, inside),
    ...outside,
  ]);
}

/**
 * A cut through a pin: metal hatched, colour solid, epoxy clear. Best at 240 pixels wide or more.
 * @param {string} name One of `SECTIONS`.
 * @param {string} label The accessible name.
 * @returns {SVGElement | null} null for a name without a drawing.
 */
export function crossSection(name, label) {
  const section = SECTIONS[name];
  if (!section) return null;
  const { top, floor, colour, dome, glass, walls = WALLS } = section;
  const [lit, plain, , edge] = METALS[glass ? "copper" : "gold"];
  const body = `M8 50${walls.map(([left, right]) => `H${left}V${top}H${right}V${floor}`).join("")}V50z`;
  const [bodyDef, inBody] = shared("clipPath", {}, [fill(body, "#000")]);
  const hatch = Array.from({ length: 44 }, (_, i) => `M${5 * i - 60} 64l64-64`).join("");
  const sag = colour > top && !dome ? 3 : 0;
  const layers = [fill("M77 49V58L80 63L83 58V49", edge), bodyDef];
  if (dome) {
    const clear = `M8 ${Math.min(top, colour)}c9-${dome} 135-${dome} 144 0`;
    layers.push(fill(`${clear}V${floor}H8z`, "#8fd0ea", 0.35), stroke(clear, "#4f8fa8", 1.2));
  }
  layers.push(fill(body, plain), stroke(hatch, lit, 0.5, { "clip-path": inBody }));
  walls.slice(1).forEach(([right], i) => {
    const left = walls[i][1];
    layers.push(fill(`M${left} ${floor}V${colour}Q${(left + right) / 2} ${colour + sag} ${right} ${colour}V${floor}z`, BRIGHT[["red", "sky", "rock"][i % 3]]));
    if (glass) {
      for (let y = colour + 4; y < floor; y += 3.5) layers.push(stroke(`M${left + 1 + (y % 3)} ${y}H${right - 1}`, "#fff", 1, { opacity: 0.6, ...dots(4) }));
    }
  });
  layers.push(stroke(body, edge, 0.9));
  return drawing(label, "0 0 160 64", layers);
}
