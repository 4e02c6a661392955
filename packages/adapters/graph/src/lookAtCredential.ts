import { X509Certificate } from "node:crypto"
import { readFile } from "node:fs/promises"
import { entraSettings, type Proof } from "@incident-teams/adapter-entra/EntraSettings"
import { fine, type Finding, warning } from "@incident-teams/application/doctor/Finding"
import { Clock, Effect, Option, Redacted, Schema } from "effect"
import { graphSettings } from "./GraphSettings.ts"

const about = "Credentials"
const dayMillis = 86_400_000
/** Milliseconds before its end at which setup replaces a credential, too. */
const warnedBefore = 30 * dayMillis

const renewing = "Run incident-teams-server setup as an administrator: it replaces the credential."

/** `endsAt`: milliseconds since the epoch; undefined: Graph doesn't say. */
export const endFinding = (name: string, endsAt: number | undefined, now: number): Finding => {
  if (endsAt === undefined) {
    return warning(
      about,
      `Microsoft Graph doesn't show the application when its ${name} ends.`,
      "Run incident-teams-server doctor with --from as an administrator, who can see it."
    )
  }
  const ends = `The ${name} ends on ${new Date(endsAt).toISOString().slice(0, 10)}`
  const days = Math.max(0, Math.floor((endsAt - now) / dayMillis))
  return endsAt - now > warnedBefore
    ? fine(about, `${ends}.`)
    : warning(about, `${ends}, in ${days} days. From then on, nothing works.`, renewing)
}

const Registration = Schema.Struct({
  passwordCredentials: Schema.Array(
    Schema.Struct({ hint: Schema.NullOr(Schema.String), endDateTime: Schema.DateTimeUtcFromString })
  )
})

/**
 * When the secret ends. Graph doesn't say which one this is, only the first three characters of each: of those that it may
 * be, the first that hasn't ended counts.
 */
export const endOfSecret = (secret: string, registration: unknown, now: number): number | undefined =>
  Option.match(Schema.decodeUnknownOption(Registration)(registration), {
    onNone: () => undefined,
    onSome: ({ passwordCredentials }) => {
      const ends = passwordCredentials
        .filter(({ hint }) => hint === null || secret.startsWith(hint))
        .map(({ endDateTime }) => endDateTime.epochMilliseconds)
        .filter((endsAt) => endsAt > now)
      return ends.length === 0 ? undefined : Math.min(...ends)
    }
  })

/** "A service principal can retrieve its own application … without being granted any application permissions" (Get servicePrincipal). */
const ownRegistration = (clientId: string, token: string) =>
  Effect.gen(function* () {
    const { url, timeoutMillis } = yield* graphSettings
    return yield* Effect.tryPromise(async (): Promise<unknown> => {
      const answer = await fetch(`${url}/v1.0/applications(appId='${clientId}')?$select=passwordCredentials`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMillis)
      })
      return answer.json()
    })
  })

const findingOf = (proof: Proof, clientId: string, token: string, now: number) => {
  switch (proof._tag) {
    case "Secret":
      return Effect.map(ownRegistration(clientId, token), (registration) =>
        endFinding("client secret", endOfSecret(Redacted.value(proof.secret), registration, now), now)
      )
    case "Certificate":
      return Effect.map(
        Effect.tryPromise(async () => new X509Certificate(await readFile(proof.path)).validToDate.getTime()),
        (endsAt) => endFinding("certificate", endsAt, now)
      )
    case "ManagedIdentity":
      return Effect.succeed(fine(about, "A managed identity proves who the server is; it doesn't end."))
    case "WorkloadIdentity":
      return Effect.succeed(fine(about, "A workload identity proves who the server is; it doesn't end."))
  }
}

/** When what the server proves itself by ends. `token`: the application's, for Graph. */
export const lookAtCredential = (token: string): Effect.Effect<Finding> =>
  Effect.gen(function* () {
    const { clientId, proof } = yield* entraSettings
    return yield* findingOf(proof, clientId, token, yield* Clock.currentTimeMillis)
  }).pipe(Effect.catch(() => Effect.succeed(endFinding("credential", undefined, 0))))
