import { describe, expect, it } from "vitest"
import { sampleArm } from "./sampleArm.ts"

const now = new Date("2026-11-23T09:00:00Z")
const arm = sampleArm("11111111-2222-4333-8444-555555555555", now)
const incidents = arm.workspaces.flatMap((workspace) => workspace.incidents)
const text = JSON.stringify(arm)

const times = (value: unknown): Array<number> =>
  [...JSON.stringify(value).matchAll(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g)].map(([time]) => Date.parse(time))

describe("the sample incidents", () => {
  it("are the same at every start, only the times move", () => {
    expect(sampleArm("11111111-2222-4333-8444-555555555555", now)).toEqual(arm)
    const later = sampleArm("11111111-2222-4333-8444-555555555555", new Date(now.getTime() + 3_600_000))
    const hours = (state: unknown): Array<number> => times(state).map((time) => time / 3_600_000)
    expect(hours(later)).toEqual(hours(arm).map((hour) => hour + 1))
    expect(later.workspaces[0]?.incidents.map(({ name }) => name)).toEqual(
      arm.workspaces[0]?.incidents.map(({ name }) => name)
    )
  })

  it("all began before now, and are changed after they were created", () => {
    expect(Math.max(...times(arm))).toBeLessThanOrEqual(now.getTime())
    for (const { createdTimeUtc, lastModifiedTimeUtc, comments } of incidents) {
      expect(createdTimeUtc <= lastModifiedTimeUtc).toBe(true)
      for (const comment of comments) expect(comment.createdTimeUtc <= lastModifiedTimeUtc).toBe(true)
    }
  })

  it("have names, numbers and etags of their own", () => {
    for (const { incidents: own, lastIncidentNumber } of arm.workspaces) {
      const given = own.map(({ incidentNumber }) => incidentNumber)
      expect(new Set(given).size).toBe(given.length)
      expect(Math.max(...given)).toBe(lastIncidentNumber)
    }
    const records = incidents.flatMap((incident) => [
      incident,
      ...incident.comments,
      ...incident.tasks,
      ...incident.relations
    ])
    for (const what of ["name", "etag"] as const) {
      expect(new Set(records.map((record) => record[what])).size).toBe(records.length)
    }
    for (const { name } of records) expect(name).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  })

  it("name documentation addresses and .example domains only", () => {
    const addresses = [...text.matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g)].map(([address]) => address)
    expect(addresses.length).toBeGreaterThan(10)
    for (const address of addresses) expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\./)
    const hosts = [...text.matchAll(/(?:@|https?:\/\/)([\w.-]+)/g)].map(([, host = ""]) => host)
    const real = hosts.filter((host) => !host.endsWith(".example"))
    expect(new Set(real)).toEqual(new Set(["security.microsoft.com"]))
  })

  it("contain unusual input that breaks careless clients", () => {
    const titles = incidents.map(({ written }) => written.title)
    expect(Math.max(...titles.map((title) => title.length))).toBeGreaterThan(256)
    expect(titles.some((title) => title.includes("<script>"))).toBe(true)
    expect(incidents.some(({ comments }) => comments.some(({ message }) => message.includes("<script>")))).toBe(true)
    expect(incidents.some(({ written }) => written.owner.objectId === null)).toBe(true)
    expect(incidents.some(({ written }) => written.status === "Closed" && written.classification !== undefined)).toBe(
      true
    )
    const defender = incidents.filter(({ providerName }) => providerName === "Microsoft XDR")
    expect(defender.map(({ providerIncidentUrl }) => providerIncidentUrl)).toEqual(
      [28399, 28402, 28417].map(
        (number) => `https://security.microsoft.com/incidents/${number}?tid=11111111-2222-4333-8444-555555555555`
      )
    )
    expect(incidents.length).toBeGreaterThanOrEqual(12)
  })

  it("that are closed have a classification", () => {
    for (const { written } of incidents) {
      expect(written.status === "Closed").toBe(written.classification !== undefined)
    }
  })
})
