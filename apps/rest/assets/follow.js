// @ts-check
// The connection of an Incident page: fetches its changes for as long as the page is shown, through restarts, proxies
// that fail, and computers that sleep, and says since when it doesn't. It tells live.js by events on the document.
// Not an EventSource: that gives up for good after any answer but a 200, and tells neither status nor heartbeats.

const { live, version: first = "" } = document.documentElement.dataset

/** The newest version that this page has. */
let have = first
/** Since when changes don't arrive. @type {Date | undefined} */
let since

/** Milliseconds. The server sends a heartbeat every 15 seconds. */
const longestSilence = 40_000
const firstPause = 1_000
const longestPause = 30_000
const longestRetryAfter = 300_000
/** A connection that lasted less doesn't count as a success, so that the pauses grow. */
const success = 10_000
/** A reload to sign in that is no older than this has failed if it is needed again. */
const repeated = 60_000
/**
 * Browsers keep six HTTP/1.1 connections to a server for all pages together. Four pages stay connected; further ones
 * look at their incident now and then, so that something is left for clicks.
 */
const connectedPages = 4
const glance = 3_000
const betweenGlances = 15_000

/** @param {"on" | "off"} state @param {string} text */
const tell = (state, text) => document.dispatchEvent(new CustomEvent("live", { detail: `${state}\n${text}` }))

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" })

/** @param {string} why */
const notLive = (why) => {
  since ??= new Date()
  tell("off", `Not live since ${clock.format(since)}. ${why}`)
}

/** @param {boolean} stays */
const isLive = (stays) => {
  since = undefined
  tell(
    "on",
    stays
      ? "Live: changes appear automatically."
      : "Updated every 15 seconds, because many pages of Incident Teams are open in this browser."
  )
}

/** @param {number} millis @param {AbortSignal} [early] @returns {Promise<void>} */
const pause = (millis, early) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, millis)
    early?.addEventListener("abort", () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** @returns {Promise<void>} */
const untilShown = () =>
  new Promise((resolve) => {
    if (!document.hidden) resolve()
    else document.addEventListener("visibilitychange", () => resolve(), { once: true })
  })

/** Aborted when the page is hidden. */
const whileShown = () => {
  const ending = new AbortController()
  if (document.hidden) ending.abort()
  document.addEventListener("visibilitychange", () => document.hidden && ending.abort(), { signal: ending.signal })
  return ending
}

/** Whether a form or a link leads away already: a reload would cancel it, and what was sent would end without an answer. */
let leaving = false
addEventListener("beforeunload", () => (leaving = true))

/** The reader signed out, or may no longer see the incident: the page itself leads on, by a sign-in or an explanation. */
const leadOn = () => {
  if (leaving) return notLive("You aren't signed in any more. Reload the page.")
  const typed = [...document.querySelectorAll("textarea")].some(({ value }) => value.trim() !== "")
  if (typed) return notLive("You aren't signed in any more. Copy what you typed, then reload the page.")
  try {
    const last = Number(sessionStorage.getItem("incident-teams-reloaded") ?? 0)
    if (Date.now() - last < repeated) {
      return notLive("Your browser didn't keep your sign-in. Allow cookies for this site, then reload the page.")
    }
    sessionStorage.setItem("incident-teams-reloaded", String(Date.now()))
  } catch {
    // A browser that keeps nothing for this page. Its sign-in, if it fails, says so (signIn.js).
  }
  location.reload()
}

/** The events in a stream, as they arrive. @param {ReadableStream<Uint8Array>} body @param {() => void} heard */
const eventsIn = async function* (body, heard) {
  const [reader, decoder] = [body.getReader(), new TextDecoder()]
  let text = ""
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    heard()
    const blocks = (text + decoder.decode(value, { stream: true })).split("\n\n")
    text = blocks.pop() ?? ""
    for (const block of blocks) {
      /** @type {Map<string, string>} */
      const fields = new Map()
      for (const line of block.split("\n")) {
        const [, name, content = ""] = /^(\w+): (.*)$/u.exec(line) ?? []
        if (name !== undefined) fields.set(name, content)
      }
      if (fields.has("event")) yield fields
    }
  }
}

/** @typedef {{ over: boolean, wait: number }} Outcome  `over`: nothing more is asked for. `wait`: what the server asks for. */

/** One connection. @param {boolean} stays @returns {Promise<Outcome>} */
const connect = async (stays) => {
  const ending = whileShown()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  const heard = (millis = longestSilence) => {
    clearTimeout(timer)
    timer = setTimeout(() => ending.abort(), millis)
  }
  heard()
  try {
    const address = new URL(live ?? "", location.origin)
    address.searchParams.set("have", have)
    const answer = await fetch(address, {
      headers: { accept: "text/event-stream" },
      cache: "no-store",
      redirect: "manual",
      signal: ending.signal
    })
    if ([401, 403, 404].includes(answer.status)) return { over: true, wait: 0 }
    const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream") === true
    if (!answer.ok || !isStream || answer.body === null) {
      return { over: false, wait: Number(answer.headers.get("retry-after") ?? 0) * 1_000 || 0 }
    }
    isLive(stays)
    if (!stays) heard(glance)
    for await (const fields of eventsIn(answer.body, () => stays && heard())) {
      if (fields.get("event") === "over") return { over: true, wait: 0 }
      have = fields.get("id") ?? have
      document.dispatchEvent(new CustomEvent("page", { detail: fields.get("data") }))
      if (!stays) break
    }
  } catch {
    // No connection, a broken one, one that was silent for too long, or the page was hidden.
  } finally {
    clearTimeout(timer)
    ending.abort()
  }
  return { over: false, wait: 0 }
}

/** Connects as one of the few pages that stay connected, or for a glance. @returns {Promise<Outcome & { stayed: boolean }>} */
const inTurn = async () => {
  // Plain http has no locks; there the server is on this machine.
  if (!("locks" in navigator)) return { ...(await connect(true)), stayed: true }
  for (let place = 0; place < connectedPages; place++) {
    const outcome = await navigator.locks.request(`incident-teams-live-${place}`, { ifAvailable: true }, async (lock) =>
      lock === null ? undefined : connect(true)
    )
    if (outcome !== undefined) return { ...outcome, stayed: true }
  }
  return { ...(await connect(false)), stayed: false }
}

const follow = async () => {
  let failures = 0
  for (;;) {
    await untilShown()
    if (failures === 0 && since !== undefined) tell("off", "Catching up …")
    const began = Date.now()
    const { over, wait, stayed } = await inTurn()
    if (over) return leadOn()
    if (document.hidden) {
      since ??= new Date()
      continue
    }
    const early = whileShown()
    addEventListener("online", () => early.abort(), { once: true, signal: early.signal })
    if (!stayed && since === undefined && wait === 0) {
      failures = 0
      await pause(betweenGlances * (0.75 + Math.random() / 2), early.signal)
    } else {
      failures = Date.now() - began > success ? 1 : failures + 1
      notLive("Reconnecting …")
      const grown = Math.min(longestPause, firstPause * 2 ** (failures - 1)) * (0.5 + Math.random() / 2)
      await pause(Math.max(grown, Math.min(wait, longestRetryAfter)), early.signal)
    }
    early.abort()
  }
}

/** After a sign-in the address says so (signIn.js); a later one mustn't find it. */
const forgetSignIn = () => {
  const here = new URL(location.href)
  if (!here.searchParams.has("signed-in")) return
  here.searchParams.delete("signed-in")
  history.replaceState(null, "", here)
}

if (live !== undefined) {
  forgetSignIn()
  void follow()
}
