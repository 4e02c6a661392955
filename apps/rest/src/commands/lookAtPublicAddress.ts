import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { fine, type Finding, problem, warning } from "@incident-teams/application/doctor/Finding"
import { Effect, Schema } from "effect"

const about = "Public address"
const Alive = Schema.Struct({ status: Schema.Literal("ok") })
const readAlive = Schema.decodeUnknownOption(Schema.fromJsonString(Alive))
const isLoopback = (host: string): boolean => /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/u.test(host)

const codeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error && "code" in error.cause
    ? String(error.cause.code)
    : String(error instanceof Error ? error.message : error)

/**
 * Checks that PUBLIC_URL uses https with a trusted certificate and reaches this server. `isStarted`: false right after setup,
 * when the server can't run yet and its absence is no problem.
 */
export const lookAtPublicAddress = (isStarted: boolean): Effect.Effect<ReadonlyArray<Finding>, never, Deployment> =>
  Effect.gen(function* () {
    const { publicUrl } = yield* Deployment
    const { protocol, hostname } = new URL(publicUrl)
    if (protocol !== "https:" && !isLoopback(hostname)) {
      return [
        problem(
          about,
          `${publicUrl} isn't https.`,
          "Put a reverse proxy with TLS in front of the server, and set PUBLIC_URL to its https address."
        )
      ]
    }
    const absent = (found: string, remedy: string): Finding =>
      isStarted
        ? problem(about, `${publicUrl} ${found}.`, remedy)
        : warning(
            about,
            `${publicUrl} ${found}: the server isn't running there yet.`,
            "Start the server with the settings file and TLS in front. Then run doctor."
          )
    return yield* Effect.tryPromise({
      try: async () => {
        const answer = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(10_000) })
        return readAlive(await answer.text())
      },
      catch: codeOf
    }).pipe(
      Effect.match({
        onFailure: (code) => [
          absent(
            `can't be reached from this machine (${code})`,
            "Start the server and its reverse proxy. If the certificate isn't trusted, use one of a public certificate authority, or add yours with NODE_EXTRA_CA_CERTS."
          )
        ],
        onSuccess: (alive) =>
          alive._tag === "Some"
            ? [fine(about, `${publicUrl} reaches this server.`)]
            : [absent("reaches something else", "Route the address in PUBLIC_URL to this server.")]
      })
    )
  })
