import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  type HttpClient,
  type HttpMethods,
  proxyPolicy,
  setClientRequestIdPolicy,
  userAgentPolicy
} from "@azure/core-rest-pipeline"
import { claimsChallenged } from "@incident-teams/adapter-entra/claimsRequest"
import { allowScale, platformTimeScale } from "@incident-teams/application/deployment/PlatformTime"
import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import type { OnBehalf } from "@incident-teams/application/ports/Session"
import { CurrentOrigin } from "@incident-teams/application/tracing/Origin"
import { defined } from "@incident-teams/domain/defined"
import { Clock, Config, Context, Duration, Effect, Layer, Redacted, Result, Schedule, Schema } from "effect"
import { type ArmFailure, type ArmRefused, ArmTokenRefused, ArmUnreachable } from "./ArmFailure.ts"
import { ArmTokens } from "./ArmTokens.ts"
import * as EntraArmTokens from "./EntraArmTokens.ts"
import { readArmAnswer } from "./readArmAnswer.ts"

/** What one call may take, its token and the repetitions of a read included. */
const longestCall = Duration.seconds(20)

export interface ArmSettings {
  /** Where ARM is; only its origin counts, and every call goes there. */
  readonly url: URL
  /** Of Microsoft.SecurityInsights. */
  readonly apiVersion: string
  /** How much faster than ours the platform's time runs. */
  readonly timeScale: number
}

export interface ArmQuery {
  readonly [option: string]: string
}

/** Azure Resource Manager: one place for tokens, time-outs, repetitions and answers. */
export class ArmConnection extends Context.Service<
  ArmConnection,
  {
    readonly settings: ArmSettings
    /** The address of a path. The values of `query` may hold anything. */
    readonly at: (path: string, query: ArmQuery) => URL
    /** A GET, or a POST that only lists. Repeated twice on a broken connection and on 5xx without Retry-After. */
    readonly read: (url: URL, on: OnBehalf, method?: "GET" | "POST") => Effect.Effect<unknown, ArmFailure>
    /** Never repeated. */
    readonly put: (url: URL, on: OnBehalf, body: Schema.Json) => Effect.Effect<unknown, ArmFailure>
    /** A PUT with its status: 201 where it created. Never repeated. */
    readonly upsert: (
      url: URL,
      on: OnBehalf,
      body: Schema.Json
    ) => Effect.Effect<{ readonly status: number; readonly answer: unknown }, ArmFailure>
    /** The status: 204 where there was nothing. Never repeated. */
    readonly delete: (url: URL, on: OnBehalf) => Effect.Effect<number, ArmFailure>
  }
>()("@incident-teams/adapter-sentinel/ArmConnection") {}

/** Refused: the setting ARM_URL. */
export class InvalidArmUrl extends Schema.TaggedError<InvalidArmUrl>()("InvalidArmUrl", { given: Schema.String }) {
  override get message(): string {
    return `ARM_URL must be an https address without a path, such as https://management.azure.com, not "${this.given}".`
  }
}

/** Only https: every request carries a bearer token. */
export const armOrigin = (given: string): Result.Result<URL, InvalidArmUrl> => {
  const url = URL.canParse(given) ? new URL(given) : undefined
  const plain = url?.pathname === "/" && url.search === "" && url.hash === "" && url.username === ""
  return url?.protocol === "https:" && plain ? Result.succeed(url) : Result.fail(new InvalidArmUrl({ given }))
}

/**
 * The SDK's pipeline without its redirects (they would carry the token elsewhere) and its retries (which repeat writes,
 * too, and wait as long as Retry-After says).
 */
const pipelineOf = () => {
  const pipeline = createEmptyPipeline()
  pipeline.addPolicy(proxyPolicy())
  pipeline.addPolicy(decompressResponsePolicy())
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: "incident-teams" }))
  pipeline.addPolicy(setClientRequestIdPolicy())
  return pipeline
}

/** A token that Azure rejects is a person's, or ours: all calls of an application are made with ours. */
const rejectedToken = ({ code }: ArmRefused, on: OnBehalf, challenge: string | undefined): ArmFailure => {
  if (on._tag !== "Session" || on.session.caller._tag !== "User") {
    return new InstallationTrouble({
      kind: "credentials",
      reason: `Azure rejected the application's token (${code || "401"}).`,
      remedy: "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the application's client secret or certificate."
    })
  }
  const claims = claimsChallenged(challenge)
  return new ArmTokenRefused({
    reason: `Azure rejected the token (${code || "401"}).`,
    remedy:
      claims === undefined
        ? "Sign in again."
        : "Azure requires more of the sign-in, such as multifactor authentication: sign in again with it.",
    by: "person",
    ...defined({ claims })
  })
}

const mayPass = (failure: ArmFailure): boolean => {
  switch (failure._tag) {
    case "ArmUnreachable":
      return failure.connection
    case "ArmRefused":
      return (failure.status >= 500 || failure.status === 408) && failure.afterMillis === undefined
    case "ArmTokenRefused":
    case "InstallationTrouble":
      return false
  }
}

/** `client`: what sends requests; tests give their own. */
export const make = (
  settings: ArmSettings,
  client: HttpClient
): Effect.Effect<ArmConnection["Service"], never, ArmTokens> =>
  Effect.map(ArmTokens, (tokens) => {
    const pipeline = pipelineOf()
    const scope = tokenScope(settings.url)

    const send = (
      method: HttpMethods,
      url: URL,
      on: OnBehalf,
      body?: Schema.Json
    ): Effect.Effect<{ readonly status: number; readonly answer: unknown }, ArmFailure> =>
      Effect.gen(function* () {
        const token = yield* tokens.tokenFor(on, scope)
        const origin = yield* CurrentOrigin
        const request = createPipelineRequest({
          url: url.href,
          method,
          ...(origin === undefined ? {} : { requestId: origin.requestId }),
          headers: createHttpHeaders({
            accept: "application/json",
            authorization: `Bearer ${Redacted.value(token)}`,
            ...(body === undefined ? {} : { "content-type": "application/json" })
          }),
          ...(body === undefined ? {} : { body: JSON.stringify(body) })
        })
        const response = yield* Effect.tryPromise({
          try: (signal) => {
            request.abortSignal = signal
            return pipeline.sendRequest(client, request)
          },
          catch: (cause) =>
            new ArmUnreachable({ reason: "Azure can't be reached.", connection: true, cause: nameOf(cause) })
        })
        const { status } = response
        // Azure's own mark of the call, by which Microsoft's support finds it.
        const azureRequestId = response.headers.get("x-ms-request-id") ?? "none"
        yield* Effect.annotateCurrentSpan({ "http.response.status_code": status, "azure.request_id": azureRequestId })
        yield* Effect.annotateLogs(Effect.logDebug("Azure answered"), {
          method,
          path: url.pathname,
          status,
          azureRequestId
        })
        const now = yield* Clock.currentTimeMillis
        const answer = {
          status: response.status,
          header: (name: string) => response.headers.get(name),
          // What a DELETE answers says nothing, and usually isn't there.
          text: method === "DELETE" && response.status < 300 ? "null" : (response.bodyAsText ?? "")
        }
        const read = yield* Effect.mapError(
          Effect.fromResult(readArmAnswer(answer, now, settings.timeScale)),
          (failure) =>
            failure._tag === "ArmRefused" && failure.status === 401
              ? rejectedToken(failure, on, response.headers.get("www-authenticate"))
              : failure
        )
        return { status: response.status, answer: read }
      }).pipe(
        Effect.withSpan(`Azure: ${method} ${typeIn(url.pathname)}`, {
          kind: "client",
          attributes: { "http.request.method": method, "url.path": url.pathname }
        })
      )

    const inTime = <A>(call: Effect.Effect<A, ArmFailure>): Effect.Effect<A, ArmFailure> =>
      Effect.timeoutOrElse(call, {
        duration: longestCall,
        orElse: () =>
          Effect.fail(
            new ArmUnreachable({
              reason: `No answer from Azure within ${Duration.toSeconds(longestCall)} seconds.`,
              connection: false,
              cause: undefined
            })
          )
      })

    const pause = Duration.millis(200 / settings.timeScale)
    const again = Schedule.jittered(Schedule.exponential(pause, 4))

    return {
      settings,
      at: (path, query) => {
        const url = new URL(path, settings.url)
        // encodeURIComponent, because URLSearchParams writes a space as "+", which OData takes for a plus.
        url.search = Object.entries(query)
          .map(([option, value]) => `${option}=${encodeURIComponent(value.toWellFormed())}`)
          .join("&")
        return url
      },
      read: (url, on, method = "GET") =>
        inTime(
          Effect.retry(send(method, url, on), { times: 2, schedule: again, while: mayPass }).pipe(
            Effect.map(({ answer }) => answer)
          )
        ),
      put: (url, on, body) => inTime(Effect.map(send("PUT", url, on, body), ({ answer }) => answer)),
      upsert: (url, on, body) => inTime(send("PUT", url, on, body)),
      delete: (url, on) => inTime(Effect.map(send("DELETE", url, on), ({ status }) => status))
    }
  })

/** What a path is about, without whose: `Microsoft.SecurityInsights/incidents/comments`. */
const typeIn = (path: string): string => {
  const [namespace = "resources", ...rest] = (path.split("/providers/").at(-1) ?? "").split("/")
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join("/")
}

/** A connection error without its request: that holds the token. */
const nameOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return typeof cause
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name
}

/** The sovereign clouds have audiences of their own (Azure for US Government and Azure operated by 21Vianet). */
const sovereignHosts = new Set(["management.usgovcloudapi.net", "management.chinacloudapi.cn"])

/** What a token is asked for; a simulator takes the public cloud's, wherever it listens. */
const tokenScope = ({ hostname }: URL): string =>
  `https://${sovereignHosts.has(hostname) ? hostname : "management.azure.com"}/.default`

const ApiVersion = Schema.String.check(
  Schema.isPattern(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/u, { expected: "an api-version such as 2025-09-01" })
)

/** ARM_URL (default: the public cloud), ARM_API_VERSION (default 2025-09-01, the newest stable one). */
export const layer = Layer.effect(
  ArmConnection,
  Effect.gen(function* () {
    const given = yield* Config.withDefault(Config.String("ARM_URL"), "https://management.azure.com")
    const url = yield* Effect.fromResult(armOrigin(given))
    const apiVersion = yield* Config.withDefault(Config.schema(ApiVersion, "ARM_API_VERSION"), "2025-09-01")
    const timeScale = yield* platformTimeScale
    yield* allowScale(url.href, timeScale)
    return yield* make({ url, apiVersion, timeScale }, createDefaultHttpClient())
  })
).pipe(Layer.provide(EntraArmTokens.layer))
