import { Deployment } from "@incident-teams/application/Deployment"
import { fine, type Finding, problem } from "@incident-teams/application/doctor/Finding"
import { Effect, Schema } from "effect"

const about = "Public address"
const Alive = Schema.Struct({ status: Schema.Literal("ok") })
const readAlive = Schema.decodeUnknownOption(Schema.fromJsonString(Alive))
const isLoopback = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(host)

const codeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error && "code" in error.cause
    ? String(error.cause.code)
    : String(error instanceof Error ? error.message : error)

/** Whether PUBLIC_URL is https, is reached under a certificate that is trusted, and is this server. */
export const lookAtPublicAddress: Effect.Effect<ReadonlyArray<Finding>, never, Deployment> = Effect.gen(function* () {
  const { publicUrl } = yield* Deployment
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol !== "https:" && !isLoopback(hostname)) {
    return [
      problem(about, `${publicUrl} isn't https.`, "Put TLS before the server, and set PUBLIC_URL to the https address.")
    ]
  }
  return yield* Effect.tryPromise({
    try: async () => {
      const answer = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(10_000) })
      return readAlive(await answer.text())
    },
    catch: codeOf
  }).pipe(
    Effect.match({
      onFailure: (code) => [
        problem(
          about,
          `${publicUrl} can't be reached from here (${code}).`,
          "Start the server and the proxy before it. For a certificate that isn't trusted: use one of a public authority, or name yours in NODE_EXTRA_CA_CERTS."
        )
      ],
      onSuccess: (alive) =>
        alive._tag === "Some"
          ? [fine(about, `${publicUrl} leads to this server.`)]
          : [problem(about, `Something else answers at ${publicUrl}.`, "Lead PUBLIC_URL to this server.")]
    })
  )
})
