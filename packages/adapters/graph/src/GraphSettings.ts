import {
  allowScale,
  platformTimeScale,
  type RealPlatformTimeScaled
} from "@incident-teams/application/deployment/PlatformTime"
import { Config, Effect, Schema } from "effect"

/** Refused: GRAPH_URL isn't an address that Graph can have. */
export class GraphMisconfigured extends Schema.TaggedError<GraphMisconfigured>()("GraphMisconfigured", {
  problem: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.problem} ${this.remedy}`
  }
}

export interface GraphSettings {
  /** Without the version and without a slash at the end. */
  readonly url: string
  /** How many times as fast the platform's time runs. */
  readonly scale: number
  /** One call of Graph is given up after so many milliseconds. Never scaled: our network keeps its own time. */
  readonly timeoutMillis: number
}

/** From the environment: GRAPH_URL (default https://graph.microsoft.com), GRAPH_TIMEOUT_SECONDS (default 30). */
export const graphSettings: Effect.Effect<
  GraphSettings,
  GraphMisconfigured | RealPlatformTimeScaled | Config.ConfigError
> = Effect.gen(function* () {
  const given = yield* Config.all({
    url: Config.String("GRAPH_URL").pipe(Config.withDefault("https://graph.microsoft.com")),
    scale: platformTimeScale,
    timeoutSeconds: Config.Finite("GRAPH_TIMEOUT_SECONDS").pipe(Config.withDefault(30))
  })
  // The SDK sends a token over https only, and says nothing when it doesn't.
  if (!URL.canParse(given.url) || new URL(given.url).protocol !== "https:") {
    return yield* new GraphMisconfigured({
      problem: `GRAPH_URL is "${given.url}".`,
      remedy: "Set it to an address that begins with https://, or remove it to use the public cloud."
    })
  }
  if (given.timeoutSeconds <= 0) {
    return yield* new GraphMisconfigured({
      problem: `GRAPH_TIMEOUT_SECONDS is ${given.timeoutSeconds}.`,
      remedy: "Set it to a number above 0. Default: 30."
    })
  }
  yield* allowScale(given.url, given.scale)
  const timeoutMillis = Math.min(Math.ceil(given.timeoutSeconds * 1_000), longestTimer)
  return { url: new URL(given.url).origin, scale: given.scale, timeoutMillis }
})

/** Milliseconds. Node.js refuses longer ones, and fractions. */
const longestTimer = 2 ** 31 - 1
