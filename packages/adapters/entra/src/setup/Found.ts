import type { DirectoryRole } from "./wellKnown.ts"

/** The two registrations: the server's, a confidential client with the API, and the console's, a public client. */
export type ApplicationKey = "server" | "console"

/** An app role or scope that an application offers. */
export interface Offered {
  readonly id: string
  readonly value: string
}

/** A part of Microsoft Graph's `application` resource; other members of an item are kept and sent back as they were. */
export interface Properties {
  readonly signInAudience: string
  readonly identifierUris: ReadonlyArray<string>
  readonly isFallbackPublicClient: boolean
  readonly tokenVersion: number | null
  readonly scopes: ReadonlyArray<Offered & { readonly isEnabled: boolean }>
  readonly appRoles: ReadonlyArray<Offered & { readonly isEnabled: boolean }>
  readonly preAuthorized: ReadonlyArray<{
    readonly appId: string
    readonly delegatedPermissionIds: ReadonlyArray<string>
  }>
  readonly redirectUris: ReadonlyArray<string>
  readonly requiredAccess: ReadonlyArray<{
    readonly resourceAppId: string
    readonly resourceAccess: ReadonlyArray<{ readonly id: string; readonly type: string }>
  }>
  /** Names of optional claims of access tokens. */
  readonly claims: ReadonlyArray<{ readonly name: string }>
  readonly tags: ReadonlyArray<string>
}

/** A client secret of a registration, without its text. */
export interface FoundSecret {
  readonly keyId: string
  readonly displayName: string | null
  /** Milliseconds since the epoch. */
  readonly endsAt: number
}

/** A certificate of a registration; what else Graph's `keyCredential` has is kept and sent back as it was. */
export interface FoundKey {
  readonly keyId: string
  readonly displayName: string | null
  readonly endDateTime: string
}

/** Whose tokens prove the application. */
export interface FoundFederation {
  readonly id: string
  readonly name: string
  readonly issuer: string
  readonly subject: string
}

/** A certificate with its private key in a file of this machine. */
export interface FoundCertificate {
  /** Follows from the certificate, so that another run knows whether it is registered. */
  readonly keyId: string
  /** DER in base64, without the private key. */
  readonly certificate: string
  /** Milliseconds since the epoch. */
  readonly startsAt: number
  readonly endsAt: number
  /** Whether this program made it. */
  readonly isOurs: boolean
}

/** The file that the server reads, and one beside it that becomes that file once its certificate is registered. */
export interface FoundCertificateFile {
  readonly path: string
  readonly current?: FoundCertificate
  readonly next?: FoundCertificate
}

/** The file of the Teams app's package. */
export interface FoundTeamsApp {
  readonly path: string
  readonly current?: {
    /** In base64. */
    readonly content: string
    /** Whether it is a package of our Teams app. */
    readonly isOurs: boolean
  }
}

export interface FoundPrincipal {
  readonly id: string
  /** Application permissions granted, by the resource's service principal. */
  readonly roles: ReadonlyArray<{ readonly resourceId: string; readonly roleId: string }>
  /** Delegated permissions granted for everyone. */
  readonly grants: ReadonlyArray<{
    readonly id: string
    readonly resourceId: string
    readonly scopes: ReadonlyArray<string>
  }>
}

export interface FoundApplication {
  readonly id: string
  readonly appId: string
  readonly properties: Properties
  readonly secrets: ReadonlyArray<FoundSecret>
  readonly keys: ReadonlyArray<FoundKey>
  readonly federations: ReadonlyArray<FoundFederation>
  /** Absent: it has no service principal. */
  readonly principal?: FoundPrincipal
}

/** A service of Microsoft's: its service principal in this tenant, and what it offers. */
export interface FoundService {
  readonly id: string
  readonly roles: ReadonlyArray<Offered>
  readonly scopes: ReadonlyArray<Offered>
}

export interface FoundRoleAssignment {
  readonly scope: string
  readonly name: string
  /** GUID of the role definition. */
  readonly role: string
  readonly principalId: string
}

/** The account of Azure Cosmos DB that was chosen. */
export interface FoundCosmos {
  readonly endpoint: string
  /** In its data plane. */
  readonly roleAssignments: ReadonlyArray<FoundRoleAssignment>
  /** Whether this administrator may assign such roles. */
  readonly mayAssign: boolean
}

/** The settings file, without the secret. */
export interface FoundSettings {
  readonly values: Readonly<Record<string, string>>
  readonly hasSecret: boolean
  readonly hasPageSecret: boolean
  /** Of the secret, as this program noted it. */
  readonly secretKeyId?: string
  /** A secret was about to be added beside these: key ids. */
  readonly pending?: ReadonlyArray<string>
  /** Whether this program created the file. */
  readonly isOurs: boolean
}

/** What is there, as far as it could be read. Each write changes it as `settle` says, so nothing has to be read twice. */
export interface Found {
  readonly applications: Readonly<Partial<Record<ApplicationKey, FoundApplication>>>
  readonly graph: FoundService
  readonly azure: FoundService
  readonly roleAssignments: ReadonlyArray<FoundRoleAssignment>
  readonly settings?: FoundSettings
  /** Absent: none was chosen. */
  readonly cosmos?: FoundCosmos
  readonly certificateFile: FoundCertificateFile
  readonly teamsApp: FoundTeamsApp
  /** Who vouches for the server, where it has neither secret nor certificate; absent: it isn't in the tenant. */
  readonly voucher?: Pick<FoundFederation, "issuer" | "subject">
  readonly administrator: {
    readonly directoryRoles: ReadonlyArray<DirectoryRole>
    /** Resource groups on which they may assign roles. */
    readonly mayAssign: ReadonlyArray<string>
  }
  /** Steps that were refused in this run for lack of a right, by what they are about. */
  readonly refused: ReadonlyArray<string>
}
