import type { ApplicationKey, FoundCertificate, FoundKey, Properties } from "./Found.ts"

/** One write, with every id that it needs. Each may be repeated: what is there already isn't made again. */
export type Change =
  | {
      readonly _tag: "WriteApplication"
      readonly key: ApplicationKey
      readonly uniqueName: string
      /** Only of a new application: people may rename it. */
      readonly displayName?: string
      readonly properties: Properties
      readonly names: ReadonlyArray<keyof Properties>
    }
  | { readonly _tag: "CreatePrincipal"; readonly key: ApplicationKey; readonly appId: string }
  | {
      readonly _tag: "GrantRole"
      readonly principalId: string
      readonly resourceId: string
      readonly roleId: string
    }
  | {
      readonly _tag: "GrantScopes"
      readonly principalId: string
      readonly resourceId: string
      readonly scopes: ReadonlyArray<string>
      /** Of the grant that is changed; absent: there is none. */
      readonly grantId?: string
    }
  | {
      readonly _tag: "AssignRole"
      readonly scope: string
      readonly name: string
      readonly role: string
      readonly principalId: string
    }
  | {
      readonly _tag: "AssignDataRole"
      readonly account: string
      readonly name: string
      readonly role: string
      readonly principalId: string
    }
  | {
      /** Says in the settings file that a secret is about to be added, beside these: without it, nobody knows after a crash. */
      readonly _tag: "NoteSecret"
      readonly known: ReadonlyArray<string>
    }
  | {
      readonly _tag: "AddSecret"
      readonly applicationId: string
      /** Secrets that were added after such a note and never stored: nobody has their text. */
      readonly orphans: ReadonlyArray<string>
    }
  | {
      /** Makes a certificate beside the file that the server reads. */
      readonly _tag: "MakeCertificate"
      readonly path: string
    }
  | {
      /** All certificates of the registration: Graph replaces them as a whole. */
      readonly _tag: "WriteKeys"
      readonly applicationId: string
      readonly keys: ReadonlyArray<FoundKey>
    }
  | { readonly _tag: "AdoptCertificate"; readonly path: string }
  | {
      readonly _tag: "WriteFederation"
      readonly applicationId: string
      readonly issuer: string
      readonly subject: string
    }
  | { readonly _tag: "AddPageSecret" }
  | {
      readonly _tag: "WriteTeamsApp"
      readonly path: string
      /** In base64. */
      readonly content: string
    }
  | { readonly _tag: "WriteSettings"; readonly values: Readonly<Record<string, string>> }
  | { readonly _tag: "DeleteRoleAssignment"; readonly scope: string; readonly name: string }
  | { readonly _tag: "DeleteDataRole"; readonly account: string; readonly name: string }
  | { readonly _tag: "DeleteFederation"; readonly applicationId: string; readonly id: string }
  | { readonly _tag: "DeleteCertificate"; readonly path: string }
  | { readonly _tag: "DeleteTeamsApp"; readonly path: string }
  | { readonly _tag: "RemoveSecret"; readonly applicationId: string; readonly keyId: string }
  | { readonly _tag: "DeleteApplication"; readonly key: ApplicationKey; readonly id: string }
  | { readonly _tag: "DeleteSettings" }

/** Something to be made, changed or removed, and how it stands. */
export interface Step {
  /** "Microsoft Graph permission User.Read.All"; each step has its own. */
  readonly about: string
  /** `other`: this administrator can't. */
  readonly state: "there" | "make" | "change" | "remove" | "other"
  readonly why: string
  /** When it ends, in ISO 8601, if it does. */
  readonly until?: string
  /** Which right it needs. */
  readonly right: string
  /** Absent if nothing is to be done, if this administrator can't, or if something before it has to be made first. */
  readonly change?: Change
  /** What else to do, if this administrator can't. */
  readonly remedy?: string
  /** What a person does once the step is done, because setup can't. */
  readonly next?: string
}

/** What the tenant chose while a write was made. */
export interface Made {
  readonly id: string
  readonly appId?: string
  /** Milliseconds since the epoch, of a secret. */
  readonly endsAt?: number
  readonly certificate?: FoundCertificate
}
