import type { DirectoryPerson } from "@incident-teams/application/ports/Directory"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { NamingAttributes } from "@incident-teams/domain/policy/NamingPolicy"
import { Schema } from "effect"
import { filled } from "./filled.ts"

const text = Schema.optionalKey(Schema.NullOr(Schema.String))

/** A user, as far as we ask. Most properties come only when they are selected, and as null where they aren't filled in. */
export const WirePerson = Schema.Struct({
  id: PersonId,
  displayName: text,
  userPrincipalName: text,
  mail: text,
  jobTitle: text,
  userType: text,
  accountEnabled: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  department: text,
  companyName: text,
  officeLocation: text,
  state: text,
  country: text,
  assignedPlans: Schema.optionalKey(
    Schema.NullOr(Schema.Array(Schema.Struct({ servicePlanId: text, capabilityStatus: text })))
  )
})
export type WirePerson = typeof WirePerson.Type

export const personProperties = [
  "id",
  "displayName",
  "userPrincipalName",
  "mail",
  "jobTitle",
  "userType",
  "accountEnabled",
  "department",
  "companyName",
  "officeLocation",
  "state",
  "country"
].join(",")

/** With the service plans, which tell about licenses and make the answer long. */
export const licensedPersonProperties = `${personProperties},assignedPlans`

/** Service plan TEAMS1: Microsoft Teams. */
const teamsPlan = "57ff2da0-773e-42df-b2af-ffb7a2317929"

/** `Warning`: in its grace period, and usable. */
const isUsable = (status: string | null | undefined): boolean =>
  ["enabled", "warning"].includes(status?.toLowerCase() ?? "")

const attributesOf = (wire: WirePerson): NamingAttributes => {
  const known = {
    Department: filled(wire.department),
    Company: filled(wire.companyName),
    Office: filled(wire.officeLocation),
    StateOrProvince: filled(wire.state),
    CountryOrRegion: filled(wire.country),
    Title: filled(wire.jobTitle)
  }
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
}

/** Somebody without a name is called by the address. */
export const nameOf = ({ id, displayName, userPrincipalName }: WirePerson): string =>
  filled(displayName) ?? filled(userPrincipalName) ?? id

export const personOf = (wire: WirePerson): DirectoryPerson => ({
  id: wire.id,
  name: nameOf(wire),
  userPrincipalName: wire.userPrincipalName ?? "",
  ...(wire.mail ? { mail: wire.mail } : {}),
  ...(wire.jobTitle ? { jobTitle: wire.jobTitle } : {}),
  guest: wire.userType?.toLowerCase() === "guest",
  enabled: wire.accountEnabled !== false,
  ...(wire.assignedPlans === undefined
    ? {}
    : {
        licensed: (wire.assignedPlans ?? []).some(
          ({ servicePlanId, capabilityStatus }) =>
            servicePlanId?.toLowerCase() === teamsPlan && isUsable(capabilityStatus)
        )
      }),
  attributes: attributesOf(wire)
})
