import { readFileSync } from "node:fs"
import { createSecureContext } from "node:tls"
import { Config, Effect, Redacted, Schema } from "effect"

/** Refused: TLS_CERT_FILE or TLS_KEY_FILE. Says nothing of what is in them. */
export class UnusableTlsFiles extends Schema.TaggedError<UnusableTlsFiles>()("UnusableTlsFiles", {
  setting: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return (
      `${this.setting} ${this.reason} Set TLS_CERT_FILE to a certificate (with its chain) and TLS_KEY_FILE to its ` +
      "private key, both in PEM; or leave both out, and let something before the server do TLS."
    )
  }
}

/** In PEM. */
export interface Tls {
  readonly cert: string
  readonly key: Redacted.Redacted
}

const read = (setting: string, path: string): Effect.Effect<string, UnusableTlsFiles> =>
  Effect.try({
    try: () => readFileSync(path, "utf8"),
    catch: () => new UnusableTlsFiles({ setting, reason: "names a file that can't be read." })
  })

/** TLS_CERT_FILE and TLS_KEY_FILE, read and tried once at the start; undefined where neither is set. */
export const tlsFiles = Effect.gen(function* () {
  const certFile = yield* Config.withDefault(Config.String("TLS_CERT_FILE"), "")
  const keyFile = yield* Config.withDefault(Config.String("TLS_KEY_FILE"), "")
  if (certFile === "" && keyFile === "") return undefined
  if (certFile === "") return yield* new UnusableTlsFiles({ setting: "TLS_CERT_FILE", reason: "is missing." })
  if (keyFile === "") return yield* new UnusableTlsFiles({ setting: "TLS_KEY_FILE", reason: "is missing." })
  const cert = yield* read("TLS_CERT_FILE", certFile)
  const key = yield* read("TLS_KEY_FILE", keyFile)
  yield* Effect.try({
    try: () => createSecureContext({ cert, key }),
    catch: () => new UnusableTlsFiles({ setting: "TLS_CERT_FILE", reason: "and TLS_KEY_FILE don't belong together." })
  })
  const tls: Tls = { cert, key: Redacted.make(key) }
  return tls
})
