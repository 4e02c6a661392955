// @ts-check
// Signs in from within a frame, where Entra ID's own pages can't be shown and a window's cookies don't count: by the token
// that Teams gives to its app, or in a window that hands the session over. What is handed over is useless without
// the verifier, which never leaves this frame except to our own server.

const { base = "", to = "", signin = "", app } = document.documentElement.dataset

/** @param {string} text */
const say = (text) => {
  const state = document.querySelector("#sign-in-state")
  if (state !== null) state.textContent = text
}

/** Milliseconds. A sign-in that succeeded so recently and is asked for again wasn't kept. */
const recently = 60_000

const wasJustSignedIn = () => Date.now() - Number(new URL(location.href).searchParams.get("signed-in") ?? 0) < recently

/**
 * Leaves a mark in the address: a browser that keeps no cookie for this frame keeps nothing else for it either. A form that
 * was sent before the sign-in is shown again.
 */
const showPage = () => {
  const again = document.querySelector("#continue button")
  if (again instanceof HTMLButtonElement) return again.click()
  const here = new URL(location.href)
  here.searchParams.set("signed-in", String(Date.now()))
  location.replace(here)
}

/** Signing in again, here or in a window, would end the same way. */
const explainLostSignIn = () => {
  say(
    "You signed in, but this browser doesn't keep the sign-in here, probably because it blocks third-party cookies. Open the incident in a browser window."
  )
  const link = document.querySelector("#sign-in")
  if (!(link instanceof HTMLAnchorElement)) return
  link.href = `${base}${to}`
  link.rel = "noopener"
  link.textContent = "Open the incident in a browser window"
}

/** @param {string} path @param {RequestInit} request */
const signedIn = async (path, request) => {
  const answer = await fetch(`${base}${path}`, { method: "POST", credentials: "same-origin", ...request })
  if (answer.ok) showPage()
  else say("The sign-in failed. Try again. If that fails too, open the incident in a browser.")
}

/** @param {Uint8Array} bytes */
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")

const inWindow = async () => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)))
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))
  const address = new URL(signin, location.origin)
  address.searchParams.set("waiting", base64url(new Uint8Array(hash)))
  const opened = window.open(address, "_blank", "popup,width=480,height=640")
  if (opened === null) return say("Your browser blocked the sign-in window. Allow pop-ups for this page and try again.")
  say("Continue in the window that was opened.")
  addEventListener("message", (event) => {
    if (event.origin !== location.origin || event.source !== opened) return
    /** @type {unknown} */
    const handed = event.data
    if (typeof handed === "string") void signedIn("/sign-in/frame", { body: JSON.stringify({ handed, verifier }) })
  })
}

const byTeams = async () => {
  const teams = globalThis.microsoftTeams
  if (app !== "teams" || teams === undefined) return
  await teams.app.initialize()
  void teams.app.notifySuccess()
  say("Signing you in with Teams.")
  const token = await teams.authentication.getAuthToken()
  await signedIn("/sign-in/teams", { headers: { authorization: `Bearer ${token}` } })
}
const isLost = wasJustSignedIn()
document.querySelector("#sign-in")?.addEventListener("click", (event) => {
  if (isLost) return
  event.preventDefault()
  void inWindow()
})
if (isLost) explainLostSignIn()
else byTeams().catch(() => say("Teams couldn't sign you in automatically. Use the button to sign in."))
