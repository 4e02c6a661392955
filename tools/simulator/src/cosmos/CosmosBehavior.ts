/**
 * How a tenant's Cosmos DB account behaves where its owner decides, or Microsoft documents nothing. Changed by
 * `PATCH /control/tenants/{tid}/cosmos/behavior`.
 */
export interface CosmosBehavior {
  /** Answers 429 above the throughput of a physical partition. Default: on. */
  throttling: boolean
  /**
   * RU per second of platform time for each container, shared evenly by its physical partitions. Default: null, what
   * the container asked for at its creation; without that, and as in serverless accounts, there is no limit.
   */
  requestUnitsPerSecond: number | null
  /** Refuses the account's key, as accounts with `disableLocalAuth` do. Default: off. */
  disableLocalAuth: boolean
}

export const defaultCosmosBehavior = (): CosmosBehavior => ({
  throttling: true,
  requestUnitsPerSecond: null,
  disableLocalAuth: false
})

const valid: Readonly<Record<keyof CosmosBehavior, (value: unknown) => boolean>> = {
  throttling: (value) => typeof value === "boolean",
  requestUnitsPerSecond: (value) => value === null || (typeof value === "number" && value > 0),
  disableLocalAuth: (value) => typeof value === "boolean"
}

/** What is wrong with a change of behavior: `undefined` when nothing is. */
export const invalidCosmosBehavior = (change: Readonly<Record<string, unknown>>): string | undefined => {
  const isKnown = (key: string): key is keyof CosmosBehavior => Object.hasOwn(valid, key)
  for (const [key, value] of Object.entries(change)) {
    if (!isKnown(key)) return `There is no behavior "${key}". There are: ${Object.keys(valid).join(", ")}.`
    if (!valid[key](value)) return `"${key}" can't be ${JSON.stringify(value)}.`
  }
  return undefined
}
