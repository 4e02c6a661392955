/**
 * Real time, with durations of the platform shortened by `scale`: at scale 100 an archive that takes 30 s ends after
 * 300 ms. Timestamps on the wire stay real, and token lifetimes are never scaled.
 */
export interface Clock {
  readonly scale: number
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** How many real milliseconds `platformMillis` last. */
  readonly real: (platformMillis: number) => number
}

export const makeClock = (scale: number, now: () => number = Date.now): Clock => {
  if (!(scale > 0) || !Number.isFinite(scale)) {
    throw new Error(`PLATFORM_TIME_SCALE must be a positive number, got ${scale}`)
  }
  return { scale, now, real: (platformMillis) => platformMillis / scale }
}

/** The wire's form of a point in time, as `2026-11-23T04:31:07.123Z`. */
export const iso = (millis: number): string => new Date(millis).toISOString()
