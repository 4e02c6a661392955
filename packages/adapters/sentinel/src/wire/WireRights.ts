import { Effect, Schema } from "effect"

/** Azure leaves empty lists out in places (Microsoft.Authorization 2022-04-01, examples). */
const patterns = Schema.Array(Schema.String).pipe(Schema.withDecodingDefaultKey(Effect.succeed([])))

/** An item of `permissions`, wherever it stands. Data actions have no part in incidents. */
export const WirePermission = Schema.Struct({ actions: patterns, notActions: patterns })

const scope = Schema.String

export const WireRoleAssignment = Schema.Struct({
  properties: Schema.Struct({
    /** Becomes the path of a request, so it must be one of a role definition and nothing else. */
    roleDefinitionId: Schema.String.check(
      Schema.isPattern(
        /^(?:\/subscriptions\/[\w-]+|\/providers\/Microsoft\.Management\/managementGroups\/[\w().-]+)?\/providers\/Microsoft\.Authorization\/roleDefinitions\/[\w-]+$/iu
      )
    ),
    scope
  })
})

export const WireRoleDefinition = Schema.Struct({
  properties: Schema.Struct({ permissions: Schema.Array(WirePermission) })
})

export const WireDenyAssignment = Schema.Struct({
  properties: Schema.Struct({
    scope,
    permissions: Schema.Array(WirePermission),
    doNotApplyToChildScopes: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
    excludePrincipals: Schema.Array(Schema.Struct({ id: Schema.String })).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed([]))
    )
  })
})

/**
 * Whether an assignment at `at` counts for the resource `here`: it is made there or above. Which management groups are
 * above a subscription isn't in any id; that, Azure's own filter has seen to.
 */
export const reaches = (at: string, here: string): boolean => {
  const above = at.toLowerCase().replace(/\/+$/u, "")
  return (
    above === "" ||
    above.startsWith("/providers/microsoft.management/managementgroups/") ||
    `${here.toLowerCase()}/`.startsWith(`${above}/`)
  )
}
