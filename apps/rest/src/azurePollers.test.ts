import { createHttpPoller, type OperationResponse, type RunningOperation } from "@azure/core-lro"
import { CollaborationPlatform, PlatformRefused } from "@incident-teams/application/ports/CollaborationPlatform"
import { handOn } from "@incident-teams/application/testing/Hand"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { publicUrl } from "../testing/pageVisitors.ts"
import { restUnderTest } from "../testing/restUnderTest.ts"
import { sample } from "../testing/sampleCallers.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

/** A request as the pipeline of an Azure SDK client would send it, with workers that work between two of them. */
const send = async (method: string, path: string, body?: object): Promise<OperationResponse> => {
  const address = path.startsWith(publicUrl) ? path.slice(publicUrl.length) : path
  const answer = await rest.send(method, address, { as: "ben", ...(body === undefined ? {} : { body }) })
  const headers = Object.fromEntries(answer.headers)
  return {
    flatResponse: answer.body,
    rawResponse: {
      statusCode: answer.status,
      headers,
      body: answer.body,
      request: { method, url: `${publicUrl}${address}` }
    }
  }
}

/** The poller that Azure's client libraries wrap around a long-running operation, as it comes. */
const poll = (method: string, path: string, body: object, meanwhile: () => Promise<unknown> = () => rest.work()) => {
  const operation: RunningOperation = {
    sendInitialRequest: () => send(method, path, body),
    sendPollRequest: async (at) => {
      // Only absolute addresses can be followed through a pipeline.
      expect(at.startsWith(publicUrl) || at === path).toBe(true)
      await meanwhile()
      return send("GET", at)
    }
  }
  return createHttpPoller(operation, { intervalInMs: 1 })
}

const team = async () => {
  const { id } = await rest.newIncident({ title: "Phishing: finance" })
  return `/v1/incidents/${id}/team`
}

describe("a poller of Azure's client libraries", () => {
  it("follows a creation to its team", async () => {
    expect(await poll("POST", await team(), { people: [sample.dev.id] }).pollUntilDone()).toMatchObject({
      phase: "open",
      people: expect.arrayContaining([expect.objectContaining({ id: sample.dev.id, status: "added" })])
    })
  })

  it("follows people, a name and a request that changes nothing to the team as it is then", async () => {
    const created = Object(await poll("POST", await team(), {}).pollUntilDone())
    const at = `/v1/teams/${created.id}`
    expect(await poll("POST", `${at}/people`, { people: [sample.dev.id] }).pollUntilDone()).toMatchObject({
      counts: { added: expect.any(Number), asked: 0 }
    })
    expect(await poll("PATCH", at, { name: "War room" }).pollUntilDone()).toMatchObject({ name: "War room" })
    expect(await poll("PATCH", at, { name: "War room" }).pollUntilDone()).toMatchObject({ name: "War room" })
  })

  it("reports an operation that another one replaced as canceled", async () => {
    const created = Object(await poll("POST", await team(), {}).pollUntilDone())
    const at = `/v1/teams/${created.id}`
    const replaced = poll("PATCH", at, { name: "One" }, () => send("PATCH", at, { name: "Two" }))
    await expect(replaced.pollUntilDone()).rejects.toThrow(/canceled/u)
    expect(replaced.operationState).toMatchObject({ status: "canceled" })
  })

  it("reports a failure with the reason and what to do", async () => {
    await rest.use(handOn(CollaborationPlatform), (hand) =>
      hand.failNext("ensureGroup", new PlatformRefused({ reason: "No license.", remedy: "Buy one." }))
    )
    const created = poll("POST", await team(), {})
    await expect(created.pollUntilDone()).rejects.toThrow(/No license\..*Buy one\./u)
    expect(created.operationState).toMatchObject({ status: "failed" })
  })
})
