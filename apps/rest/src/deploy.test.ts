import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import packageJson from "../package.json" with { type: "json" }
import { settingsNamed } from "../testing/settingsReference.ts"

const read = (name: string): string => readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), "utf8")
const image = read("Containerfile")
const compose = read("compose.yaml")
const unit = read("incident-teams.service")

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
  })
})
