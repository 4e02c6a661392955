import type { ArmState, RoleAssignment } from "../platform/ArmState.ts"
import type { CosmosState } from "../platform/CosmosState.ts"

/** The caller of Azure Resource Manager, from the access token, and the state of the caller's tenant. */
export interface ArmCaller {
  readonly tenantId: string
  /** Object id of the user or of the application's service principal. */
  readonly objectId: string
  readonly kind: "user" | "application"
  readonly displayName: string
  /** Whether a user passed multifactor authentication; always true for applications. */
  readonly multifactor: boolean
  /** Users only. */
  readonly userPrincipalName?: string
  readonly email?: string
  /** Ids of the groups that contain the caller, directly or nested: role assignments may name any of them. */
  readonly groupIds: ReadonlyArray<string>
  /** The same for another principal of the tenant, for `$filter=assignedTo('…')`; `[]` for an unknown one. */
  groupsOf(objectId: string): ReadonlyArray<string>
  /** What another principal is; undefined for one that the directory doesn't show, also because it is too new. */
  principalTypeOf(objectId: string): RoleAssignment["principalType"] | undefined
  /** The state of the caller's tenant, changed in place. */
  readonly arm: ArmState
  /** Call after each change, so that it is saved. */
  changed(): void
  /** The tenant's account of Azure Cosmos DB. */
  readonly cosmos: {
    readonly state: CosmosState
    readonly documentEndpoint: string
    /** Of its data-plane roles, the built-in ones too. */
    readonly roleIds: ReadonlyArray<string>
  }
}
