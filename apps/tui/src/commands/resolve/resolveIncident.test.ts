import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import * as IncidentTeamsClient from "@incident-teams/api/IncidentTeamsClient"
import { WorkspaceOnWire } from "@incident-teams/api/values/Ids"
import { Effect, Exit, Option, Schema } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { describe, expect, it } from "vitest"
import * as samples from "../../../testing/samples.ts"
import { resolveIncident } from "./resolveIncident.ts"

const incident = (workspace: string, number: number) =>
  Schema.encodeSync(IncidentView)(
    samples.incident(number, {
      id: `${workspace}~73e01a99-5cd7-4139-a149-9f2736ff2ab5` as IncidentView["id"],
      title: `An incident in ${workspace}`
    })
  )

const forbidden = {
  type: "/problems/not-allowed",
  title: "The caller may not do this",
  status: 403,
  detail: "Dev may not see it.",
  remedy: "Ask.",
  who: "Dev",
  what: "see it",
  needs: "a role"
}

type Workspace = "has it" | "has it not" | "forbids"

/** A server with these workspaces, asked for incident 7. */
const asked = async (workspaces: Readonly<Record<string, Workspace>>, text: string, named?: string) => {
  const http = HttpClient.make((request, url) => {
    const alias = url.searchParams.get("workspace") ?? ""
    const answer =
      url.pathname === "/v1/workspaces"
        ? { items: Object.keys(workspaces).map((one) => ({ alias: one })) }
        : workspaces[alias] === "forbids"
          ? forbidden
          : { items: workspaces[alias] === "has it" ? [incident(alias, 7)] : [] }
    const status = answer === forbidden ? 403 : 200
    return Effect.succeed(HttpClientResponse.fromWeb(request, Response.json(answer, { status })))
  })
  const workspace = Option.map(Option.fromUndefinedOr(named), (alias) => WorkspaceOnWire.make(alias))
  return Effect.runPromiseExit(
    IncidentTeamsClient.make({ baseUrl: "http://server.test" }).pipe(
      Effect.flatMap((client) => resolveIncident(client, text, workspace)),
      Effect.provideService(HttpClient.HttpClient, http)
    )
  )
}

const idIn = (workspace: string) => Exit.succeed(incident(workspace, 7).id)
const failing = (error: object) => ({ cause: { reasons: [{ error: expect.objectContaining(error) }] } })

describe("an incident's number", () => {
  it("is looked for in every workspace", async () => {
    expect(await asked({ soc: "has it not", lab: "has it" }, "7")).toEqual(idIn("lab"))
  })

  it("names none where several workspaces have it, and all of them are told", async () => {
    const detail = expect.stringMatching(/soc~73e01a99.*An incident in soc\n.*lab~73e01a99/u)
    expect(await asked({ soc: "has it", lab: "has it" }, "#7")).toMatchObject(
      failing({ type: "ambiguous-name", detail })
    )
    expect(await asked({ soc: "has it", lab: "has it" }, "7", "lab")).toEqual(idIn("lab"))
  })

  it("is found although another workspace may not be read", async () => {
    expect(await asked({ soc: "forbids", lab: "has it" }, "7")).toEqual(idIn("lab"))
  })

  it("isn't said to be nowhere by somebody who couldn't look everywhere", async () => {
    expect(await asked({ soc: "forbids", lab: "has it not" }, "7")).toMatchObject(
      failing({ _tag: "NotAllowedProblem", detail: forbidden.detail })
    )
    expect(await asked({ soc: "has it not", lab: "has it not" }, "7")).toMatchObject(failing({ type: "unknown-name" }))
  })

  it("isn't the only way to name an incident, which somebody is told who may see it but not the list", async () => {
    const remedy =
      "If you are in the incident's team, use the incident's id, which is in the address of its Incident page. Otherwise: Ask."
    expect(await asked({ soc: "forbids" }, "7")).toMatchObject(failing({ remedy }))
  })
})
