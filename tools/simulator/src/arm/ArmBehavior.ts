/**
 * How a tenant's Resource Manager behaves where Microsoft documents nothing, or a test wants less. Changed by
 * `PATCH /control/tenants/{tid}/arm/behavior`.
 */
export interface ArmBehavior {
  /** ARM's documented token buckets per principal. Default: on. */
  throttling: boolean
  /** A comment or task moves its incident's etag and lastModifiedTimeUtc (undocumented). Default: true. */
  childrenMoveIncident: boolean
  /** Closing without a classification: the portal refuses it, the schema doesn't. Default: refuse, with 400. */
  closingWithoutClassification: "accept" | "refuse"
  /** Code of the 404 for a missing incident (the codes are documented, not which one Sentinel takes). */
  missingIncident: "NotFound" | "ResourceNotFound"
  /** Items on a page of permissions, role assignments and the like. Default: 100. */
  authorizationPageSize: number
}

export const defaultArmBehavior = (): ArmBehavior => ({
  throttling: true,
  childrenMoveIncident: true,
  closingWithoutClassification: "refuse",
  missingIncident: "NotFound",
  authorizationPageSize: 100
})

const valid: Readonly<Record<keyof ArmBehavior, (value: unknown) => boolean>> = {
  throttling: (value) => typeof value === "boolean",
  childrenMoveIncident: (value) => typeof value === "boolean",
  closingWithoutClassification: (value) => value === "accept" || value === "refuse",
  missingIncident: (value) => value === "NotFound" || value === "ResourceNotFound",
  authorizationPageSize: (value) => Number.isInteger(value) && Number(value) > 0
}

/** What is wrong with a change of behavior: `undefined` when nothing is. */
export const invalidArmBehavior = (change: Readonly<Record<string, unknown>>): string | undefined => {
  const isKnown = (key: string): key is keyof ArmBehavior => Object.hasOwn(valid, key)
  for (const [key, value] of Object.entries(change)) {
    if (!isKnown(key)) return `There is no behavior "${key}". There are: ${Object.keys(valid).join(", ")}.`
    if (!valid[key](value)) return `"${key}" can't be ${JSON.stringify(value)}.`
  }
  return undefined
}
