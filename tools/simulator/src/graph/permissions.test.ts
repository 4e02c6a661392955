import { beforeAll, expect, it } from "vitest"
import { samplePeople } from "../sample/people.ts"
import { simulation, type TestTenant } from "../testing/simulation.ts"

const running = simulation()
const nobody = "7a1e0000-0000-4000-8000-0000deadbeef"
const team = `/teams/${nobody}`
const tabs = `${team}/channels/c/tabs`
const user = `/users/${samplePeople.ben.id}`

const groups = ["Group.ReadWrite.All", "Directory.ReadWrite.All"]
const readGroups = ["Group.Read.All", "Directory.Read.All", ...groups]
const channels = ["Channel.ReadBasic.All"]
const readTabs = ["TeamsTab.ReadWriteForTeam.All", "TeamsTab.ReadWrite.All"]
const members = ["TeamMember.ReadWrite.All"]
const installs = ["TeamsAppInstallation.ReadWriteSelfForTeam.All"]

/** What is enough for an application, by itself: the tables of Microsoft's articles; legacy: only for backward compatibility. */
const rows: ReadonlyArray<
  readonly [method: string, path: string, enough: ReadonlyArray<string>, legacy?: ReadonlyArray<string>]
> = [
  ["PATCH", `/groups(uniqueName='x')`, ["Group.Create", ...groups]],
  ["GET", `/groups/${nobody}`, ["GroupMember.Read.All", ...readGroups]],
  ["GET", `/groups/${nobody}/owners`, ["GroupMember.Read.All", ...readGroups]],
  ["GET", `/groups/${nobody}/transitiveMembers`, ["GroupMember.Read.All", ...readGroups]],
  ["POST", `/groups/${nobody}/owners/$ref`, groups],
  ["POST", `/groups/${nobody}/renew`, groups],
  ["POST", `/directory/deletedItems/${nobody}/restore`, groups],
  ["GET", "/groupSettings", ["GroupSettings.Read.All", ...readGroups]],
  ["POST", "/directoryObjects/validateProperties", readGroups],
  ["GET", user, ["User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"]],
  // For a user, people and groups are needed, and only the directory has both.
  ["POST", `${user}/checkMemberGroups`, ["Directory.Read.All", "Directory.ReadWrite.All"]],
  ["POST", "/teams", ["Team.Create"], groups],
  ["PUT", `/groups/${nobody}/team`, groups],
  ["GET", team, ["TeamSettings.ReadWrite.All"], readGroups],
  ["PATCH", team, ["TeamSettings.ReadWrite.All"], groups],
  ["POST", `${team}/archive`, ["TeamSettings.ReadWrite.All"], groups],
  ["POST", `${team}/unarchive`, ["TeamSettings.ReadWrite.All"], groups],
  ["GET", `${team}/members`, members],
  ["POST", `${team}/members/add`, members],
  ["POST", `${team}/members/remove`, members],
  ["GET", `${team}/primaryChannel`, channels],
  ["GET", `${team}/channels`, channels, readGroups],
  ["GET", tabs, readTabs, readGroups],
  ["POST", tabs, ["TeamsTab.Create", ...readTabs], groups],
  ["PATCH", `${tabs}/t`, readTabs, groups],
  ["DELETE", `${tabs}/t`, readTabs, groups],
  ["GET", `${team}/installedApps`, installs, readGroups],
  ["POST", `${team}/installedApps`, installs, groups]
]

const names = [...new Set(rows.flatMap(([, , enough, legacy = []]) => [...enough, ...legacy]))].toSorted()
let tenant: TestTenant
let tokens: ReadonlyMap<string, string>

beforeAll(async () => {
  tenant = await running.tenant()
  const issued = new Map<string, string>()
  for (const name of names) {
    await tenant.control("PUT", "/applications/server", { roles: { graph: [name] } })
    issued.set(name, await tenant.token({ application: "server", audience: "graph" }))
  }
  tokens = issued
})

/** The permissions with which a call isn't denied. */
const enoughFor = async (method: string, path: string): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = []
  for (const name of names) {
    const { status } = await tenant.graph(method, path, method === "GET" ? undefined : {}, {
      authorization: `Bearer ${tokens.get(name)}`,
      prefer: "create-if-missing"
    })
    if (status !== 403) found.push(name)
  }
  return found
}

it.each(rows.map(([method, path, enough, legacy = []]) => ({ method, path, enough, legacy })))(
  "$method $path is allowed to applications with the documented permissions only",
  async ({ method, path, enough, legacy }) => {
    await tenant.control("PATCH", "/behavior", { legacyPermissions: "refuse" })
    expect(await enoughFor(method, path)).toEqual(enough.toSorted())
    await tenant.control("PATCH", "/behavior", { legacyPermissions: "accept" })
    expect(await enoughFor(method, path)).toEqual([...enough, ...legacy].toSorted())
  }
)
