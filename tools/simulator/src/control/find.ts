import type { Application, DirectoryGroup, DirectoryUser } from "../platform/Directory.ts"
import type { Team } from "../platform/Team.ts"
import type { Tenant } from "../platform/Tenant.ts"
import { sampleApplications, sampleGroups, samplePeople } from "../sample/people.ts"
import { ControlFailure } from "./ControlFailure.ts"

const sampleId = (
  keys: Readonly<Record<string, { readonly id: string } | string>>,
  key: string
): string | undefined => {
  const found = Object.hasOwn(keys, key) ? keys[key] : undefined
  return typeof found === "string" ? found : found?.id
}

/** A person by sample key (`ben`), object id or user principal name. */
export const findUser = (tenant: Tenant, name: string): DirectoryUser => {
  const user = tenant.user(sampleId(samplePeople, name) ?? name)
  if (user) return user
  throw new ControlFailure(404, `There is no user '${name}': use a sample key, an object id or a user principal name.`)
}

/** A group, soft-deleted ones included, by sample key (`soc-tier1`) or object id. */
export const findGroup = (tenant: Tenant, name: string): DirectoryGroup => {
  const group = tenant.state.groups[(sampleId(sampleGroups, name) ?? name).toLowerCase()]
  if (group) return group
  throw new ControlFailure(404, `There is no group '${name}': use a sample key or an object id.`)
}

/** An application by its key (`server`) or client id. */
export const findApplication = (tenant: Tenant, name: string): Application => {
  const application = tenant.state.applications.find(({ key, appId }) => key === name || appId === name.toLowerCase())
  if (application) return application
  const known = Object.keys(sampleApplications).join(", ")
  throw new ControlFailure(404, `There is no application '${name}': use a key (sample keys: ${known}) or a client id.`)
}

/** A team that isn't deleted. */
export const findTeam = (tenant: Tenant, id: string): Team => {
  const team = tenant.team(id)
  if (team) return team
  const deleted =
    tenant.state.groups[id.toLowerCase()] !== undefined && tenant.state.teams[id.toLowerCase()] !== undefined
  throw new ControlFailure(
    deleted ? 409 : 404,
    deleted ? `Team '${id}' is deleted. Restore it first.` : `There is no team '${id}'.`
  )
}
