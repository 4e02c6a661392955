import type { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { Person } from "@incident-teams/domain/team/Person"
import { Context } from "effect"

/** The people and groups that `directoryContract` may count on. */
export class DirectoryStage extends Context.Service<
  DirectoryStage,
  {
    /** A plain member of the tenant, with a license, whose name is at least four characters long. */
    readonly person: Person & { readonly userPrincipalName: string; readonly mail: string }
    /** A guest of the tenant. */
    readonly guest: Person
    /** A person whose account is disabled. */
    readonly disabled: Person
    /** A person without a Teams license. */
    readonly unlicensed: Person
    /** A group with its name, and who is in it through groups in it alone: no person directly. */
    readonly nested: {
      readonly id: GroupId
      readonly name: string
      /** Everybody who is in it, each once; `person` among them. */
      readonly people: ReadonlyArray<PersonId>
      /** One of the groups in it; `person` is in it. */
      readonly inner: GroupId
    }
    /** A group that `disabled` and `unlicensed` are in, and more than 200 others, but not `person`. */
    readonly large: { readonly id: GroupId; readonly count: number }
  }
>()("@incident-teams/application/testing/DirectoryStage") {}
