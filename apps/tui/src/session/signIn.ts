import type { SignIn } from "@incident-teams/api/sign-in/SignIn"
import { Effect } from "effect"
import { byDeviceCode, type Registration } from "./deviceCode.ts"
import { SignInRefused, type SignInsUnusable, type SignInUnavailable } from "./SessionFailure.ts"
import type { SignedIn } from "./SignedIn.ts"
import { signInFailure } from "./signInFailure.ts"
import { keep, rememberServer } from "./SignIns.ts"

/** What a person is shown: where to go, and what to type there. */
export interface DeviceCode {
  readonly address: string
  readonly code: string
}

const byToken = "get a token another way and set INCIDENT_TEAMS_TOKEN."

const isLoopback = (url: URL): boolean =>
  url.hostname === "localhost" || url.hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/u.test(url.hostname)

const refused = (detail: string, remedy: string) => Effect.fail(new SignInRefused({ detail, remedy }))

/**
 * Whether a server may have somebody signed in this way. Whoever answers at an address could name any authority and any
 * API, and would be sent the token: so a person is led to Microsoft only, and only for an API that isn't Microsoft's.
 * What is on this machine may simulate all of it.
 */
export const registrationOf = (
  server: string,
  { authority, tenantId, scope, clientId }: SignIn
): Effect.Effect<Registration, SignInRefused> => {
  const at = new URL(server)
  if (at.protocol !== "https:" && !isLoopback(at)) {
    return refused(`${server} doesn't use https, so no token is sent to it.`, "Use the server's https address.")
  }
  if (clientId === undefined) {
    return refused(
      `${server} isn't configured for sign-in from a terminal.`,
      `Ask its administrator to set CONSOLE_CLIENT_ID, or ${byToken}`
    )
  }
  if (authority !== "https://login.microsoftonline.com" && !isLoopback(at)) {
    return refused(
      `${server} asks you to sign in at ${authority}, which isn't a Microsoft sign-in page.`,
      `Don't sign in there; ${byToken}`
    )
  }
  if (!scope.startsWith("api://") && !scope.startsWith(`https://${at.hostname}/`)) {
    return refused(
      `${server} asks for a token for ${scope}, which isn't its own API.`,
      `Don't sign in there; ${byToken}`
    )
  }
  return Effect.succeed({ authority, tenantId, scope, clientId })
}

/** Signs a person in to a server with a device code, and keeps it. `claims`: what a policy demands of it (JSON). */
export const signIn = (
  server: string,
  how: SignIn,
  show: (code: DeviceCode) => void,
  claims?: string
): Effect.Effect<SignedIn, SignInRefused | SignInUnavailable | SignInsUnusable> =>
  Effect.gen(function* () {
    const signedIn = yield* signInBy(server, yield* registrationOf(server, how), show, claims)
    yield* rememberServer(server)
    return signedIn
  }).pipe(Effect.withSpan("signIn"))

/** Signs the same person in again, with what a policy demands, and keeps it. */
export const signInAgain = (
  { server, authority, tenantId, clientId, scope }: SignedIn,
  claims: string,
  show: (code: DeviceCode) => void
) => signInBy(server, { authority, tenantId, clientId, scope }, show, claims)

const signInBy = Effect.fnUntraced(function* (
  server: string,
  registration: Registration,
  show: (code: DeviceCode) => void,
  claims: string | undefined
) {
  const kept = yield* byDeviceCode(
    registration,
    ({ verificationUri, userCode }) => show({ address: verificationUri, code: userCode }),
    claims
  ).pipe(Effect.mapError(signInFailure))
  const signedIn: SignedIn = { version: 1, server, ...registration, ...kept }
  yield* keep(signedIn)
  return signedIn
})
