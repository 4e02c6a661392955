/**
 * ARM's token buckets, one per principal, scope and kind of operation ("Understand how Azure Resource Manager
 * throttles requests": reads 250, refilled at 25/s; writes and deletes 200, at 10/s each).
 */
export type OperationKind = "reads" | "writes" | "deletes"

const limits: Readonly<Record<OperationKind, { readonly size: number; readonly perSecond: number }>> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 }
}

/** A POST that lists counts as a write (undocumented; the cautious reading). */
export const operationKind = (method: string): OperationKind =>
  method === "GET" || method === "HEAD" ? "reads" : method === "DELETE" ? "deletes" : "writes"

interface Bucket {
  tokens: number
  filledAt: number
  /** Throttled until then; a call before that restarts the wait. */
  refusedUntil: number
}

/** `remaining`: whole tokens left. `retryAfterSeconds`: platform seconds, at least 1. */
export type Admission =
  | { readonly admitted: true; readonly remaining: number }
  | { readonly admitted: false; readonly retryAfterSeconds: number }

export interface Throttle {
  admit(key: string, kind: OperationKind): Admission
}

/** `scale`: platform time passes that much faster than `now` (milliseconds since the epoch). */
export const makeThrottle = (now: () => number, scale: number): Throttle => {
  const buckets = new Map<string, Bucket>()
  const retryAfterSeconds = 1
  return {
    admit: (key, kind) => {
      const { size, perSecond } = limits[kind]
      const at = now()
      const bucket = buckets.get(`${kind} ${key}`) ?? { tokens: size, filledAt: at, refusedUntil: 0 }
      buckets.set(`${kind} ${key}`, bucket)
      const platformSeconds = (Math.max(0, at - bucket.filledAt) * scale) / 1000
      bucket.tokens = Math.min(size, bucket.tokens + platformSeconds * perSecond)
      bucket.filledAt = at
      if (at < bucket.refusedUntil || bucket.tokens < 1) {
        bucket.refusedUntil = at + (retryAfterSeconds * 1000) / scale
        return { admitted: false, retryAfterSeconds }
      }
      bucket.tokens -= 1
      return { admitted: true, remaining: Math.floor(bucket.tokens) }
    }
  }
}
