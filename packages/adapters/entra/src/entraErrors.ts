/**
 * Who resolves a refusal by Entra ID: the person, by signing in again; an administrator of the tenant; or the operator
 * of Incident Teams, whose own credentials or registration are refused.
 */
export type Resolver = "person" | "administrator" | "operator"

/** What a code of Entra ID means for the request: it may pass, or someone has to act first. */
export type EntraError =
  | { readonly passes: true }
  | { readonly passes: false; readonly by: Resolver; readonly remedy: string }

const passing: EntraError = { passes: true }
const person = (remedy: string): EntraError => ({ passes: false, by: "person", remedy })
const administrator = (remedy: string): EntraError => ({ passes: false, by: "administrator", remedy })
const operator = (remedy: string): EntraError => ({ passes: false, by: "operator", remedy })

const signInAgain = "Sign in again."
const secondFactor = "Entra ID requires multifactor authentication: sign in again with it."
const newPassword = "The password has expired or must be changed: sign in again and set a new one."
const device = "A conditional access policy doesn't accept the device or app: ask an administrator of the tenant."
const policy = "A conditional access policy blocks the account: ask an administrator of the tenant."
const unknownAccount = "The account doesn't exist in the tenant: ask an administrator of the tenant to add it."
const consent =
  "Consent is missing: ask an administrator to run incident-teams-server setup, or to grant admin consent for user_impersonation and access_as_user in Entra ID."
const otherTenant = "The tenants' access policies don't allow the account here: ask an administrator of the tenant."
const registration =
  "The application's registration doesn't fit: check its API permissions, AZURE_CLIENT_ID and AZURE_TENANT_ID."
const proof = "The application's certificate or federated credential isn't accepted: check both in its registration."

const federation =
  "The registration has no federated credential for this managed or workload identity: run incident-teams-server setup, or add one."

/** Microsoft Learn, "Microsoft Entra authentication and authorization error codes", as far as a token request meets them. */
const errors: Readonly<Record<string, EntraError>> = {
  // Transient, by their descriptions, and throttling.
  AADSTS40010: passing,
  AADSTS50033: passing,
  AADSTS50087: passing,
  AADSTS50088: passing,
  AADSTS50166: passing,
  AADSTS50196: passing,
  AADSTS80002: passing,
  AADSTS80005: passing,
  AADSTS80014: passing,
  AADSTS90006: passing,
  AADSTS90012: passing,
  AADSTS90024: passing,
  AADSTS90033: passing,
  AADSTS90055: passing,

  // The person signs in again.
  AADSTS50013: person("The token was issued for another application or has expired: sign in again."),
  AADSTS500133: person("The token has expired: sign in again."),
  AADSTS50027: person(signInAgain),
  AADSTS50055: person(newPassword),
  AADSTS50058: person(signInAgain),
  AADSTS50072: person(secondFactor),
  AADSTS50074: person(secondFactor),
  AADSTS50076: person(secondFactor),
  AADSTS50078: person(secondFactor),
  AADSTS50079: person("Entra ID requires multifactor authentication: sign in again and register for it."),
  AADSTS50085: person(signInAgain),
  AADSTS50089: person(signInAgain),
  AADSTS50097: person("Entra ID requires a known device: sign in again on one."),
  AADSTS50125: person(newPassword),
  AADSTS50132: person(signInAgain),
  AADSTS50133: person(signInAgain),
  AADSTS50135: person(newPassword),
  AADSTS50139: person(signInAgain),
  AADSTS50144: person(newPassword),
  AADSTS50158: person("Entra ID requires an additional step: sign in again and complete it."),
  AADSTS50173: person("The account's sign-ins were revoked: sign in again."),
  AADSTS51006: person(signInAgain),
  AADSTS53004: person("Entra ID requires multifactor authentication: sign in again and register for it."),
  AADSTS65004: person("Consent was declined: sign in again and accept it."),
  AADSTS70000: person(signInAgain),
  AADSTS70008: person(signInAgain),
  AADSTS700082: person(signInAgain),
  AADSTS700084: person(signInAgain),
  AADSTS70043: person(signInAgain),

  // An administrator of the tenant decides.
  AADSTS16000: administrator(unknownAccount),
  AADSTS16003: administrator(unknownAccount),
  AADSTS50005: administrator(device),
  AADSTS50014: administrator("The guest hasn't accepted the invitation: ask an administrator of the tenant."),
  AADSTS50020: administrator(unknownAccount),
  AADSTS500021: administrator(otherTenant),
  AADSTS500022: administrator(otherTenant),
  AADSTS500212: administrator(otherTenant),
  AADSTS500213: administrator(otherTenant),
  AADSTS50034: administrator(unknownAccount),
  AADSTS50053: administrator("The account or its address is locked: ask an administrator of the tenant to unlock it."),
  AADSTS50057: administrator("The account is disabled: ask an administrator of the tenant to enable it."),
  AADSTS50105: administrator("The account isn't assigned to the application: ask an administrator of the tenant."),
  AADSTS50127: administrator(device),
  AADSTS50129: administrator(device),
  AADSTS50131: administrator(policy),
  AADSTS50155: administrator(device),
  AADSTS50177: administrator(policy),
  AADSTS50178: administrator(policy),
  AADSTS50187: administrator(device),
  AADSTS51004: administrator(unknownAccount),
  AADSTS53000: administrator(device),
  AADSTS53001: administrator(device),
  AADSTS53002: administrator(device),
  AADSTS53003: administrator(policy),
  AADSTS530034: administrator("The account is blocked because of a risk: ask an administrator of the tenant."),
  AADSTS530035: administrator("The tenant's security defaults block it: ask an administrator of the tenant."),
  AADSTS53010: administrator(policy),
  AADSTS53011: administrator("The account is blocked because of a risk: ask an administrator of the tenant."),
  AADSTS65001: administrator(consent),
  AADSTS90094: administrator(consent),
  AADSTS90095: administrator(consent),

  // Ours: nothing that the caller does helps.
  AADSTS50001: operator(registration),
  AADSTS500011: operator(registration),
  AADSTS50012: operator(proof),
  AADSTS65005: operator(registration),
  AADSTS650052: operator(registration),
  AADSTS650054: operator(registration),
  AADSTS650056: operator(registration),
  AADSTS650057: operator(registration),
  AADSTS70001: operator("The application is disabled in Entra ID: enable it."),
  AADSTS700011: operator("The application doesn't exist in the tenant: check AZURE_CLIENT_ID and AZURE_TENANT_ID."),
  AADSTS700016: operator("The application doesn't exist in the tenant: check AZURE_CLIENT_ID and AZURE_TENANT_ID."),
  AADSTS70002: operator("The client secret is wrong: check AZURE_CLIENT_SECRET."),
  AADSTS70011: operator(registration),
  AADSTS70021: operator(proof),
  AADSTS700024: operator("The certificate's proof has expired: check this machine's clock."),
  AADSTS700025: operator("The application is registered as a public client: register it as a confidential one."),
  AADSTS700027: operator("The certificate isn't registered: upload its public part to the app registration."),
  AADSTS700030: operator(proof),
  AADSTS700211: operator(federation),
  AADSTS700212: operator(federation),
  AADSTS700213: operator(federation),
  AADSTS7000112: operator("The application is disabled in Entra ID: enable it."),
  AADSTS7000114: operator("The application may not act in a person's name: check its registration."),
  AADSTS7000215: operator("The client secret is wrong: set AZURE_CLIENT_SECRET to the secret's value, not to its id."),
  AADSTS7000218: operator("The application's secret or certificate is missing: set one."),
  AADSTS7000222: operator(
    "The client secret has expired: run incident-teams-server setup, or create a new one and set AZURE_CLIENT_SECRET."
  ),
  AADSTS90002: operator("The tenant doesn't exist: check AZURE_TENANT_ID.")
}

/** The codes that are known here. */
export const knownCodes: ReadonlyArray<string> = Object.keys(errors)

/** What a code such as `AADSTS50057` means. Entra's codes change: one that isn't known is a refusal, not an outage. */
export const entraError = (code: string): EntraError =>
  (Object.hasOwn(errors, code) ? errors[code] : undefined) ??
  administrator("Look up the code in Microsoft's list of Entra authentication error codes.")
