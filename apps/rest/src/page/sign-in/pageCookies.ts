import type { Context } from "hono"
import { deleteCookie, getCookie, setCookie } from "hono/cookie"
import type { PageSettings } from "../PageSettings.ts"

type Settings = PageSettings["Service"]

/** Seconds that a person has to sign in. */
export const signInSeconds = 600

/** Sign-ins that were begun and not ended; each is a cookie, and browsers send them all. */
const mostBegun = 4

/** Browsers keep cookies by host alone, so the port is part of the name; a prefix has them refuse what isn't secure. */
const nameOf = ({ secure, origin }: Settings, what: string): string => {
  const { port } = new URL(origin)
  return `${secure ? "__Secure-" : ""}incident-teams-${what}${port === "" ? "" : `-${port}`}`
}

const pathOf = ({ base }: Settings): string => (base === "" ? "/" : base)

/** In a frame the cookie is a third party's: kept for that frame's site alone (CHIPS), and over https only. */
const sessionOptions = (settings: Settings, framed: boolean) =>
  settings.secure && framed
    ? ({ path: pathOf(settings), httpOnly: true, secure: true, sameSite: "None", partitioned: true } as const)
    : ({ path: pathOf(settings), httpOnly: true, secure: settings.secure, sameSite: "Lax" } as const)

export const keepSession = (c: Context, settings: Settings, sealed: string, seconds: number, framed: boolean): void =>
  setCookie(c, nameOf(settings, "session"), sealed, { ...sessionOptions(settings, framed), maxAge: seconds })

export const keptSession = (c: Context, settings: Settings): string | undefined =>
  getCookie(c, nameOf(settings, "session"))

export const dropSession = (c: Context, settings: Settings): void => {
  for (const framed of [false, true]) {
    for (const what of ["session", ...partNames]) {
      if (what !== "session" && getCookie(c, nameOf(settings, what)) === undefined) continue
      setCookie(c, nameOf(settings, what), "", { ...sessionOptions(settings, framed), maxAge: 0 })
    }
  }
}

/** Characters. Browsers keep 4,096 bytes of a cookie, its name and attributes included. */
const partLength = 3_600
/** With the session's own cookie they stay below the 16 KB that Node reads of all headers. */
const partNames = ["token-0", "token-1", "token-2"]

/** Characters of sealed tokens that a browser keeps. */
export const mostSealed = partLength * partNames.length

/** Sealed tokens in as many cookies as they need; what was in the others goes. */
export const keepTokens = (c: Context, settings: Settings, sealed: string, seconds: number, framed: boolean): void => {
  for (const [index, what] of partNames.entries()) {
    const [name, part] = [nameOf(settings, what), sealed.slice(index * partLength, (index + 1) * partLength)]
    if (part === "" && getCookie(c, name) === undefined) continue
    setCookie(c, name, part, { ...sessionOptions(settings, framed), maxAge: part === "" ? 0 : seconds })
  }
}

export const keptTokens = (c: Context, settings: Settings): string =>
  partNames.map((what) => getCookie(c, nameOf(settings, what)) ?? "").join("")

const beginning = (settings: Settings): string => nameOf(settings, "sign-in-")

const signInOptions = (settings: Settings) =>
  ({ path: `${settings.base}/sign-in`, httpOnly: true, secure: settings.secure, sameSite: "Lax" }) as const

/** One cookie for each sign-in, so that two windows don't get into each other's way. */
export const keepSignIn = (c: Context, settings: Settings, state: string, sealed: string): void => {
  const begun = Object.keys(getCookie(c)).filter((name) => name.startsWith(beginning(settings)))
  for (const name of begun.slice(0, Math.max(0, begun.length - mostBegun + 1))) {
    deleteCookie(c, name, signInOptions(settings))
  }
  setCookie(c, `${beginning(settings)}${state.slice(0, 12)}`, sealed, {
    ...signInOptions(settings),
    maxAge: signInSeconds
  })
}

export const takeSignIn = (c: Context, settings: Settings, state: string): string | undefined => {
  const name = `${beginning(settings)}${state.slice(0, 12)}`
  const kept = getCookie(c, name)
  if (kept !== undefined) deleteCookie(c, name, signInOptions(settings))
  return kept
}
