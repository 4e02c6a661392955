import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import packageJson from "../package.json" with { type: "json" }
import { settingsNamed } from "../testing/settingsReference.ts"
import { roles } from "./Role.ts"

const read = (name: string): string => readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), "utf8")
const image = read("Containerfile")
const compose = read("compose.yaml")
const unit = read("incident-teams.service")
const azure = read("azure.bicep")
const hook = read("sentinel-hook.bicep")

/** Where npm puts the command of the published package that is installed in /opt/incident-teams. */
const program = `/opt/incident-teams/node_modules/.bin/${Object.keys(packageJson.publishConfig.bin).join()}`
const data = "/var/lib/incident-teams"

const named = (text: string, pattern: RegExp): ReadonlyArray<string> =>
  [...text.matchAll(pattern)].map(([, name = ""]) => name)

/** The settings that each file gives the server. */
const settings: ReadonlyArray<readonly [file: string, names: ReadonlyArray<string>]> = [
  ["Containerfile", named(/^ENV (.+)$/mu.exec(image)?.[1] ?? "", /(\w+)=/gu)],
  ["compose.yaml", named(compose, /^ {6}([A-Z_]+):/gmu)],
  ["incident-teams.service", named(unit, /^Environment=(\w+)=/gmu)]
]

/** Bicep without its comments and the content of its texts, which may hold any bracket. */
const skeletonOf = (bicep: string): string =>
  bicep.replaceAll(/^ *\/\/.*$/gmu, "").replaceAll(/'(?:\\'|[^'])*'/gu, "''")

/** What a server can't start without, or that decides about its data. */
const required = [
  "AZURE_TENANT_ID",
  "AZURE_CLIENT_ID",
  "AZURE_MANAGED_IDENTITY_CLIENT_ID",
  "SENTINEL_WORKSPACES",
  "PUBLIC_URL",
  "STANDBY_OWNERS"
]

describe("deploy", () => {
  it.each(settings)("%s has settings of the reference alone", (_, names) => {
    expect(names).toContain("INCIDENT_TEAMS_DATA")
    expect(names.filter((name) => !settingsNamed.has(name))).toEqual([])
  })

  it("the image and the unit start the published command, without a shell", () => {
    expect(image).toContain(`\nENTRYPOINT ["${program}"]\nCMD ["serve"]\n`)
    expect(unit).toContain(`\nExecStart=${program} serve\n`)
  })

  it("the data are in a folder that outlives the process, where all else is read-only", () => {
    for (const line of [`VOLUME ${data}\n`, `INCIDENT_TEAMS_DATA=${data}\n`]) expect(image).toContain(line)
    for (const line of [`INCIDENT_TEAMS_DATA: ${data}\n`, `"data:${data}"`, "read_only: true\n"]) {
      expect(compose).toContain(line)
    }
    for (const line of ["INCIDENT_TEAMS_DATA=%S/incident-teams\n", "StateDirectory=incident-teams\n"]) {
      expect(unit).toContain(line)
    }
  })

  it("no file has a secret", () => {
    for (const text of [image, compose, unit]) expect(text).not.toMatch(/SECRET|PASSWORD|_KEY\b|POSTGRES_URL/u)
    for (const text of [azure, hook]) {
      // The page's secret comes from the key vault, by reference.
      expect(text.replace("{ name: 'PAGE_SECRET', secretRef: 'page-secret' }", "")).not.toMatch(
        /SECRET|PASSWORD|_KEY\b|POSTGRES_URL|listKeys|listSecrets|@secure|sharedKey/u
      )
    }
    expect(azure).toContain("secrets: pageSecret")
    expect(named(azure, /^var pageSecret = (.*)$/gmu).join()).toMatch(/keyVaultUrl: .*identity: identity\.id/u)
  })

  it("in Azure, the settings are those of a server without a secret, and all that it needs", () => {
    const names = named(azure, /\{ name: '([A-Z_]+)', (?:value|secretRef):/gu)
    expect(names.filter((name) => !settingsNamed.has(name))).toEqual([])
    expect(names).toEqual(expect.arrayContaining([...required, "PAGE_SECRET", "COSMOS_ENDPOINT"]))
    expect(azure).toContain("{ name: 'AZURE_CREDENTIAL', value: 'managed-identity' }")
  })

  it("in Azure, servers that answer and workers are apart, at the port of the image, and have to answer", () => {
    const commands = named(azure, /args: \[([^\]]+)\]/gu).map((list) => named(list, /'([^']+)'/gu))
    expect(commands).toEqual([
      ["serve", "--role", "api"],
      ["serve", "--role", "worker"]
    ])
    for (const [, role] of commands.map(([, flag, value]) => [flag, value])) expect(roles).toContain(role)
    const port = /PORT=(\d+)/u.exec(image)?.[1]
    expect(named(azure, /(?:targetPort|port): (\d+)/gu)).toEqual([port, port, port])
    expect(new Set(named(azure, /path: '([^']+)'/gu))).toEqual(new Set(["/healthz"]))
    expect(named(azure, /external: (\w+)/gu)).toEqual(["true"])
    // As in the other files: more than the 15 seconds that a server takes to stop.
    expect(named(azure, /terminationGracePeriodSeconds: (\d+)/gu)).toEqual(["30", "30"])
  })

  it("the playbook calls the hook with a token for the server, on each trigger of incidents", () => {
    expect(hook).toContain("uri: '${publicUrl}/v1/hooks/sentinel'")
    expect(hook).toContain("authentication: { type: 'ManagedServiceIdentity', audience: clientId }")
    expect(hook).toContain("for trigger in ['Created', 'Updated']")
    expect(hook).toContain("path: '/incident-creation'")
    const responder = "3e150937-b8fe-4cfb-8069-0eaf05ecd056"
    const automationContributor = "f4c81013-99ee-4d62-a7ee-b3f1f648599a"
    expect(named(hook, /roleDefinitions', '([^']+)'/gu)).toEqual([responder, automationContributor])
  })

  it.each([
    ["azure.bicep", azure],
    ["sentinel-hook.bicep", hook]
  ])("%s closes what it opens, and refers to what it declares", (_, text) => {
    const skeleton = skeletonOf(text)
    const open: Array<string> = []
    const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" }
    for (const sign of skeleton.replaceAll(/[^()[\]{}]/gu, "")) {
      if (pairs[sign] === undefined) open.push(sign)
      else expect(open.pop()).toBe(pairs[sign])
    }
    expect(open).toEqual([])
    const declared = new Set(named(text, /^(?:param|var|resource|module) (\w+)/gmu))
    const used = new Set([
      ...named(skeleton, /\b([a-z]\w+)\.(?:id|name|properties|outputs|identity)\b/gu),
      ...named(text, /\$\{(\w+)\b(?!\()/gu),
      ...named(skeleton, /dependsOn: \[([\w, ]+)\]/gu).flatMap((list) => list.split(", "))
    ])
    expect([...used].filter((name) => !declared.has(name))).toEqual([])
    const given = named(text, /^(?:param|var) (\w+)/gmu)
    expect(given.filter((name) => text.split(new RegExp(`\\b${name}\\b`, "u")).length < 3)).toEqual([])
  })
})
