import type { ArmState } from "../platform/ArmState.ts"

/** Who calls Azure Resource Manager, as its access token says, with what belongs to that caller's tenant. */
export interface ArmCaller {
  readonly tenantId: string
  /** Object id of the user or of the application's service principal. */
  readonly objectId: string
  readonly kind: "user" | "application"
  readonly displayName: string
  /** Users only. */
  readonly userPrincipalName?: string
  readonly email?: string
  /** The groups that hold the caller, nested ones included: role assignments may name any of them. */
  readonly groupIds: ReadonlyArray<string>
  /** The same for any other principal of the tenant, `[]` for an unknown one: `$filter=assignedTo('…')` asks for it. */
  groupsOf(objectId: string): ReadonlyArray<string>
  /** The state of the caller's tenant, changed in place. */
  readonly arm: ArmState
  /** To be called after each change, so that it is kept. */
  changed(): void
}
