import * as MemoryWatermarkStore from "@incident-teams/adapter-memory/MemoryWatermarkStore"
import { defaultFeedTerms, sweep } from "@incident-teams/application/feed/incidentFeed"
import { defined } from "@incident-teams/domain/defined"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { ConfigProvider, Effect } from "effect"
import { describe, expect, it } from "vitest"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { workspace } from "../../testing/sampleCallers.ts"
import { metricsSetting } from "./metricsSetting.ts"

const scrape = async (rest: ReturnType<typeof restUnderTest>) => {
  const response = await rest.app.request("/metrics")
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8"
  ])
  const text = await response.text()
  const value = (series: string): number | undefined => {
    const line = text.split("\n").find((one) => one.startsWith(`${series} `))
    return line === undefined ? undefined : Number(line.slice(series.length + 1))
  }
  return { text, value }
}

describe("metrics", () => {
  it("tell requests, steps and teams in Prometheus's text", async () => {
    const rest = restUnderTest({ metrics: true })
    const { id } = await rest.newIncident()
    const before = await scrape(rest)
    expect(before.value('incident_teams_teams{phase="open"}')).toBe(0)
    await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    expect((await scrape(rest)).value("incident_teams_teams_due")).toBe(1)
    await rest.work()
    await rest.send("GET", `/v1/incidents/${id}/team`)
    await rest.send("GET", "/nowhere")
    const { text, value } = await scrape(rest)

    const created = 'method="POST",route="/v1/incidents/:incidentId/team",status="202"'
    expect(value(`incident_teams_http_request_duration_seconds_count{${created}}`)).toBe(1)
    expect(value(`incident_teams_http_request_duration_seconds_bucket{${created},le="+Inf"}`)).toBe(1)
    const buckets = [...text.matchAll(/_bucket\{method="POST"[^}]*\} (\d+)/gu)].map(([, count]) => Number(count))
    expect(buckets).toEqual(buckets.toSorted((a, b) => a - b))
    const refused = 'method="GET",route="/v1/incidents/:incidentId/team",status="401"'
    expect(value(`incident_teams_http_request_duration_seconds_count{${refused}}`)).toBe(1)
    expect(value('incident_teams_http_request_duration_seconds_count{method="GET",route="none",status="404"}')).toBe(1)

    expect(value('incident_teams_steps_total{step="EnsureTeam",outcome="TeamEnsured"}')).toBe(1)
    expect(value('incident_teams_teams{phase="open"}')).toBe(1)
    expect(value('incident_teams_teams{phase="lost"}')).toBe(0)
    expect(value("incident_teams_teams_blocked")).toBe(0)
    expect(text).toMatch(/^# TYPE incident_teams_http_request_duration_seconds histogram$/mu)
    // Neither ids nor names.
    expect(text).not.toContain(id)
    await rest.settled()
  })

  it("tell when a workspace was swept last", async () => {
    const rest = restUnderTest({ metrics: true })
    await rest.run(
      sweep(workspace, defaultFeedTerms, timestampOf(1_767_225_600_000)).pipe(
        Effect.provide(MemoryWatermarkStore.layer)
      )
    )
    expect((await scrape(rest)).value('incident_teams_feed_swept_timestamp_seconds{workspace="soc"}')).toBe(
      1_767_225_600
    )
    await rest.settled()
  })

  it("are there under one spelling of the path only, so that a proxy can keep them from callers", async () => {
    const rest = restUnderTest({ metrics: true })
    expect(await rest.send("GET", "/%6detrics")).toMatchObject({ status: 404 })
    await rest.settled()
  })

  it("are nothing where they are off", async () => {
    const rest = restUnderTest()
    expect(await rest.send("GET", "/metrics")).toMatchObject({ status: 404 })
    await rest.settled()
  })

  it.each([
    ["127.0.0.1", undefined, true],
    ["::1", undefined, true],
    ["0.0.0.0", undefined, false],
    ["127.0.0.1", "off", false],
    ["0.0.0.0", "on", true]
  ])("with HOST=%s and METRICS=%s are on: %s", async (host, setting, on) => {
    const env = defined({ METRICS: setting })
    const read = metricsSetting(host).pipe(
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))
    )
    expect(await Effect.runPromise(read)).toBe(on)
  })
})
