import { scaledTiming, type Timing } from "@incident-teams/domain/team/Timing"
import { Config, Context, Effect, Layer, Schema } from "effect"

/** How long a worker holds a team between two commits, in milliseconds: WORKER_LEASE_SECONDS, 60 by default. */
export const leaseMillis = Config.schema(
  Schema.FiniteFromString.check(Schema.isBetween({ minimum: 1, maximum: 600 })),
  "WORKER_LEASE_SECONDS"
).pipe(
  Config.withDefault(60),
  Config.map((seconds) => seconds * 1_000)
)

/** How many times as fast the platform's time runs. Only a simulated platform runs faster than 1. */
export const platformTimeScale = Config.schema(
  Schema.FiniteFromString.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })),
  "PLATFORM_TIME_SCALE"
).pipe(Config.withDefault(1))

/** How long a team stays open for one reason alone, in milliseconds, by a setting in minutes. */
const grace = (setting: string, minutes: number) =>
  Config.schema(Schema.FiniteFromString.check(Schema.isBetween({ minimum: 0, maximum: 10_080 })), setting).pipe(
    Config.withDefault(minutes),
    Config.map((set) => set * 60_000)
  )

/** The hosts of Microsoft's clouds, whose time can't be scaled. */
const realClouds =
  /(^|\.)(microsoft\.(com|us|de)|microsoftgraph\.chinacloudapi\.cn|azure\.(com|us|cn)|microsoftonline\.(com|us)|chinacloudapi\.cn|usgovcloudapi\.net)$/iu

/** Refused: a real platform keeps its own time. Remedy: leave PLATFORM_TIME_SCALE out. */
export class RealPlatformTimeScaled extends Schema.TaggedError<RealPlatformTimeScaled>()("RealPlatformTimeScaled", {
  host: Schema.String,
  scale: Schema.Finite
}) {
  override get message(): string {
    return `PLATFORM_TIME_SCALE is ${this.scale}, but ${this.host} is a real cloud, whose time can't be scaled. Leave PLATFORM_TIME_SCALE out.`
  }
}

/** Every adapter that talks to a platform asks this once for the address it is configured with. */
export const allowScale = (address: string, scale: number): Effect.Effect<void, RealPlatformTimeScaled> => {
  const host = URL.canParse(address) ? new URL(address).hostname : address
  return scale !== 1 && realClouds.test(host) ? Effect.fail(new RealPlatformTimeScaled({ host, scale })) : Effect.void
}

/** The lifecycle's durations, as this deployment's platform runs. */
export class PlatformTime extends Context.Service<PlatformTime, Timing>()(
  "@incident-teams/application/deployment/PlatformTime"
) {}

export const layer = Layer.effect(
  PlatformTime,
  Effect.gen(function* () {
    const scale = yield* platformTimeScale
    return {
      ...scaledTiming(scale),
      lease: yield* leaseMillis,
      closeGrace: (yield* grace("CLOSE_GRACE_MINUTES", 5)) / scale,
      mergeGrace: (yield* grace("MERGE_GRACE_MINUTES", 15)) / scale
    }
  })
)
