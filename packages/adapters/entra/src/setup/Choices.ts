import { Schema } from "effect"
import type { Option } from "./graphPermissions.ts"

const Guid = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu, { message: "Expected a GUID" })
)

/** ARM id of a Log Analytics workspace. */
const workspace =
  /^(\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/'\s]+)\/providers\/Microsoft\.OperationalInsights\/workspaces\/[^/'\s,]+$/iu

const Alias = Schema.String.check(
  Schema.isPattern(/^[a-z0-9][a-z0-9-]{0,31}$/u, {
    message: "Expected 1 to 32 lower-case letters, digits or hyphens, the first not a hyphen"
  })
)

/** By what the server proves who it is; as AZURE_CREDENTIAL names them. */
export const credentials = ["secret", "certificate", "managed-identity", "workload-identity"] as const
export type Credential = (typeof credentials)[number]

const Path = Schema.String.check(Schema.isPattern(/^[^'\n]+$/u, { message: "Expected a path" }))

/** What only a person knows about an installation; everything else follows from it and from the tenant. */
export const Choices = Schema.Struct({
  /** The tenant. */
  tenantId: Guid,
  /** Where people reach the server, without a slash at the end. */
  publicUrl: Schema.String.check(
    Schema.isPattern(/^https?:\/\/[^/?#\s']+(?:\/[^?#\s']*[^/?#\s'])?$/u, {
      message: "Expected an http or https address without ?, # and a slash at the end"
    })
  ),
  /** ARM ids of the workspaces, by alias. */
  workspaces: Schema.Record(
    Alias,
    Schema.String.check(Schema.isPattern(workspace, { message: "Expected the ARM ID of a workspace" }))
  ),
  /** Object ids of people who own teams beside their creators. */
  standbyOwners: Schema.Array(Guid),
  /** Separates two installations in one tenant. Default: main. */
  namespace: Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(/^[a-z0-9]{1,12}$/u, { message: "Expected 1 to 12 lower-case letters or digits" })
    )
  ),
  /** Whether people sign in to the console and its commands. Default: true. */
  console: Schema.optionalKey(Schema.Boolean),
  /** Whether the page will be a tab of a Teams app. Default: false. */
  teamsApp: Schema.optionalKey(Schema.Boolean),
  /** Where the app's package is written. Default: beside the settings file. */
  teamsAppFile: Schema.optionalKey(Path),
  /** The app's id in the tenant's catalog, once it is there. */
  teamsAppId: Schema.optionalKey(Guid),
  /** Whether Microsoft Defender is asked about merged incidents. Default: true. */
  defender: Schema.optionalKey(Schema.Boolean),
  /** Folder of the database. Default: what the server defaults to. */
  data: Schema.optionalKey(Path),
  /** ARM id of the Azure Cosmos DB account that has the data. Default: none. */
  cosmosAccount: Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(
        /^\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^/'\s]+\/providers\/Microsoft\.DocumentDB\/databaseAccounts\/[^/'\s]+$/iu,
        { message: "Expected the ARM ID of an Azure Cosmos DB account" }
      )
    )
  ),
  /** Default: secret. */
  credential: Schema.optionalKey(Schema.Literals(credentials)),
  /** PEM file of the certificate with its key, where the server runs. Default: beside the settings file; made if there is none. */
  certificateFile: Schema.optionalKey(Path),
  /** Client id of the user-assigned managed identity with which the server runs. */
  managedIdentity: Schema.optionalKey(Guid),
  /** Whose tokens the server has, and in which file. Default of the file: AZURE_FEDERATED_TOKEN_FILE, as its host sets it. */
  workload: Schema.optionalKey(
    Schema.Struct({
      issuer: Schema.String.check(Schema.isPattern(/^https:\/\/[^\s']+$/u, { message: "Expected an https address" })),
      subject: Schema.String.check(Schema.isPattern(/^[^\s']+$/u, { message: "Expected the token's subject" })),
      tokenFile: Schema.optionalKey(Path)
    })
  )
}).check(
  Schema.makeFilter(
    ({
      credential,
      managedIdentity,
      workload
    }: {
      readonly credential?: Credential
      readonly managedIdentity?: string
      readonly workload?: object
    }) =>
      credential === "managed-identity" && managedIdentity === undefined
        ? "The credential managed-identity needs managedIdentity"
        : credential === "workload-identity" && workload === undefined
          ? "The credential workload-identity needs workload"
          : undefined
  )
)
export type Choices = typeof Choices.Type

export const namespaceOf = ({ namespace = "main" }: Choices): string => namespace

export const credentialOf = ({ credential = "secret" }: Choices): Credential => credential

export const optionsOf = ({ teamsApp = false, defender = true }: Choices): ReadonlyArray<Option> => [
  ...(teamsApp ? (["teamsApp"] as const) : []),
  ...(defender ? (["defender"] as const) : [])
]

/** The resource group of each workspace, each once; their ids are compared without regard to case. */
export const resourceGroupsOf = ({ workspaces }: Choices): ReadonlyArray<string> => {
  const groups = Object.values(workspaces).map((id) => workspace.exec(id)?.[1] ?? id)
  return groups.filter((group, at) => groups.findIndex((other) => other.toLowerCase() === group.toLowerCase()) === at)
}
