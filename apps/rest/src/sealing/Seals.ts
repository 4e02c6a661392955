import { createHmac, hkdfSync } from "node:crypto"
import { Clock, Config, Context, Effect, Layer, Option, Redacted, Schema } from "effect"
import { EncryptJWT, jwtDecrypt } from "jose"
import { isCanonical } from "../authentication/canonical.ts"
import { ClientAuthentication } from "../authentication/ClientAuthentication.ts"

/** What a seal is for: one that was made for something else doesn't open. */
export type Purpose = "session" | "tokens" | "sign-in" | "claims" | "handoff" | "continuation"

/**
 * What this server gives a browser or a client to keep: encrypted and authenticated, so that it is neither read nor changed nor made
 * up there. Every process with the same secret opens the seals of every other, also after a restart.
 */
export class Seals extends Context.Service<
  Seals,
  {
    seal(purpose: Purpose, content: Schema.JsonObject, seconds: number): Effect.Effect<string>
    /** None: not ours, for something else, too old, or not of this shape. */
    open<S extends Schema.ConstraintDecoder<unknown>>(
      purpose: Purpose,
      shape: S,
      sealed: string
    ): Effect.Effect<Option.Option<S["Type"]>>
    /** The same for the same text, and nobody else can make it. */
    mark(text: string): string
  }
>()("incident-teams-server/Seals") {}

/** Characters of PAGE_SECRET. */
const shortest = 32

/** Refused: nothing to derive a key from. */
export class PageSecretMissing extends Schema.TaggedError<PageSecretMissing>()("PageSecretMissing", {
  reason: Schema.String
}) {
  override get message(): string {
    return `${this.reason} Set PAGE_SECRET to at least ${shortest} random characters, the same in every process (openssl rand -base64 32).`
  }
}

const encryption = { alg: "dir", enc: "A256GCM" } as const

export const make = (secret: Redacted.Redacted): Seals["Service"] => {
  const derived = (use: string): Uint8Array<ArrayBuffer> =>
    new Uint8Array(hkdfSync("sha256", Redacted.value(secret), "incident-teams", `page ${use}`, 32))
  const [key, marking] = [derived("seals"), derived("marks")]
  const now = Effect.map(Clock.currentTimeMillis, (millis) => Math.floor(millis / 1_000))
  return {
    seal: (purpose, content, seconds) =>
      Effect.flatMap(now, (at) =>
        Effect.promise(() =>
          new EncryptJWT({ content })
            .setProtectedHeader(encryption)
            .setAudience(purpose)
            .setExpirationTime(at + seconds)
            .encrypt(key)
        )
      ),
    open: (purpose, shape, sealed) =>
      Effect.flatMap(now, (at) =>
        Effect.tryPromise(async () => {
          if (!isCanonical(sealed)) throw new TypeError("This isn't how a seal is written.")
          return jwtDecrypt(sealed, key, {
            audience: purpose,
            requiredClaims: ["exp"],
            currentDate: new Date(at * 1_000),
            keyManagementAlgorithms: [encryption.alg],
            contentEncryptionAlgorithms: [encryption.enc]
          })
        }).pipe(
          Effect.map(({ payload }) => Schema.decodeUnknownOption(shape)(payload["content"])),
          Effect.orElseSucceed(() => Option.none())
        )
      ),
    mark: (text) => createHmac("sha256", marking).update(text).digest("base64url")
  }
}

/** From PAGE_SECRET or, where that isn't set, from what this server proves itself to Entra with. */
export const layer = Layer.effect(
  Seals,
  Effect.gen(function* () {
    const given = yield* Config.Redacted("PAGE_SECRET").pipe(Config.withDefault(Redacted.make("")))
    const { length } = Redacted.value(given)
    if (length >= shortest) return make(given)
    if (length > 0) return yield* new PageSecretMissing({ reason: "PAGE_SECRET is too short." })
    const own = yield* Effect.mapError(
      (yield* ClientAuthentication).secret,
      ({ reason }) => new PageSecretMissing({ reason })
    )
    return Option.isSome(own)
      ? make(own.value)
      : yield* new PageSecretMissing({
          reason: "A managed or workload identity has no secret to seal the page's sessions with."
        })
  })
)
