/** Requests to the shop's server, and how they fail. */

const TIMEOUT = 20_000;

/** Why there is no answer: `status` 0 when none came; `message` is the server's sentence, or empty. */
export class ChannelError extends Error {
  constructor(status, message = "", retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
    /** Whether the same request may succeed later. */
    this.passing = [0, 408, 429].includes(status) || status >= 500;
  }
}

/**
 * @param {string} url
 * @param {{ method?: string, token?: string, body?: object, signal: AbortSignal }} options
 * @returns {Promise<{ data: any, token: string | null }>} `token` is a fresh one, if the server gave it
 * @throws {ChannelError}
 */
export async function request(url, { method, token, body, signal }) {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, TIMEOUT);
  signal.addEventListener("abort", abort);
  try {
    const response = await fetch(url, {
      method,
      credentials: "omit",
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      body: body && JSON.stringify(body),
      signal: controller.signal,
    });
    const { headers, ok, status } = response;
    const data = status === 204 ? null : await response.json().catch(() => {});
    if (!ok) throw new ChannelError(status, data?.error?.message?.slice(0, 300), Number(headers.get("Retry-After")) || 0);
    // A page that a café's network puts in between is no answer.
    if (data === undefined) throw 0;
    return { data, token: headers.get("Pin-Advisor-Token") };
  } catch (error) {
    throw error.status ? error : new ChannelError(0);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
