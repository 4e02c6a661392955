import type { Tenant } from "../../Tenant.ts"

/** Who calls an account, and whose account it is: the authorization alone says both, as the address is shared. */
export type CosmosCaller =
  | { readonly kind: "key"; readonly tenant: Tenant }
  | {
      readonly kind: "principal"
      readonly tenant: Tenant
      readonly objectId: string
      /** The groups that hold the principal, nested ones included. */
      readonly groupIds: () => ReadonlyArray<string>
    }
