import { randomBytes, randomInt } from "node:crypto"
import type { Behavior } from "../platform/Behavior.ts"
import { perTenant } from "../platform/Tenant.ts"
import { EntraError } from "./entraError.ts"

/** A device's request, until its tokens are fetched. */
export interface DeviceSignIn {
  readonly deviceCode: string
  /** The code that a person enters on the verification page. */
  readonly userCode: string
  /** Application id of the client. */
  readonly clientId: string
  readonly scope: string
  /** Signing in takes multifactor authentication, because the device asked for claims. */
  readonly multifactor: boolean
  readonly expiresAt: number
  /** Raised by each poll that comes too early (RFC 8628, 3.5). */
  intervalSeconds: number
  polledAt: number | undefined
  decision: "pending" | "declined" | { readonly signedIn: string }
}

/** No vowels, and no characters that look alike. */
const letters = "BCDFGHJKLMNPQRSTVWXZ23456789"
const userCode = (): string => Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join("")

const dayMillis = 86_400_000
/** Timers of clients may be a little early. */
const tooEarly = 0.9

/** The device code sign-ins of one tenant. They aren't saved: a code is valid for minutes only. */
class DeviceSignIns {
  readonly #byDeviceCode = new Map<string, DeviceSignIn>()

  begin(
    { clientId, scope, multifactor }: Pick<DeviceSignIn, "clientId" | "scope" | "multifactor">,
    behavior: Behavior,
    now: number
  ): DeviceSignIn {
    for (const { deviceCode, expiresAt } of this.#byDeviceCode.values()) {
      if (expiresAt + dayMillis < now) this.#byDeviceCode.delete(deviceCode)
    }
    const signIn: DeviceSignIn = {
      deviceCode: randomBytes(96).toString("base64url"),
      userCode: userCode(),
      clientId,
      scope,
      multifactor,
      expiresAt: now + behavior.deviceCodeSeconds * 1_000,
      intervalSeconds: behavior.devicePollSeconds,
      polledAt: undefined,
      decision: "pending"
    }
    this.#byDeviceCode.set(signIn.deviceCode, signIn)
    return signIn
  }

  /** Sign-ins that wait for a person. */
  pending(now: number): ReadonlyArray<DeviceSignIn> {
    return [...this.#byDeviceCode.values()].filter(
      ({ decision, expiresAt }) => decision === "pending" && expiresAt > now
    )
  }

  /** Returns who signed in, with the scopes of the first request, and uses up the code. Throws an EntraError otherwise. */
  redeem(
    deviceCode: string,
    clientId: string,
    now: number
  ): { readonly user: string; readonly scope: string; readonly multifactor: boolean } {
    const signIn = this.#byDeviceCode.get(deviceCode)
    if (signIn?.clientId !== clientId) {
      throw new EntraError(
        400,
        "bad_verification_code",
        70018,
        "The provided value for the input parameter 'device_code' is not valid."
      )
    }
    if (signIn.expiresAt <= now) {
      throw new EntraError(
        400,
        "expired_token",
        70020,
        "The provided value for the input parameter 'device_code' is not valid. This device code has expired."
      )
    }
    const { polledAt, decision } = signIn
    signIn.polledAt = now
    if (decision === "declined") {
      throw new EntraError(400, "authorization_declined", 70017, "The end user declined the authorization request.")
    }
    if (decision !== "pending") {
      this.#byDeviceCode.delete(deviceCode)
      return { user: decision.signedIn, scope: signIn.scope, multifactor: signIn.multifactor }
    }
    if (polledAt !== undefined && now - polledAt < signIn.intervalSeconds * 1_000 * tooEarly) {
      signIn.intervalSeconds += 5
      throw new EntraError(400, "slow_down", 70016, "OAuth 2.0 device flow error. Poll less often.")
    }
    throw new EntraError(
      400,
      "authorization_pending",
      70016,
      "OAuth 2.0 device flow error. Authorization is pending. Continue polling."
    )
  }
}

export const deviceSignInsOf = perTenant(() => new DeviceSignIns())
