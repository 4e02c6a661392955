import { createHttpHeaders, type HttpClient, type PipelineRequest } from "@azure/core-rest-pipeline"
import { Effect, Layer, Redacted } from "effect"
import * as ArmConnection from "../arm/ArmConnection.ts"
import { ArmTokens } from "../arm/ArmTokens.ts"

export interface FakeAnswer {
  readonly status: number
  /** As JSON; a text as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** `never`: the answer doesn't come; the request ends when it is aborted. `reset`: the connection breaks. */
export type FakeOutcome = FakeAnswer | "never" | "reset"

const untilAborted = ({ abortSignal }: PipelineRequest): Promise<never> =>
  new Promise((_resolve, reject) => {
    abortSignal?.addEventListener("abort", () => reject(new Error("aborted")))
  })

/** A connection whose other end is `answer`, without a network: for what needs a clock of its own. */
export const fakeArm = (answer: (request: PipelineRequest) => FakeOutcome) => {
  const requests: Array<PipelineRequest> = []
  const client: HttpClient = {
    sendRequest: async (request) => {
      requests.push(request)
      const outcome = answer(request)
      if (outcome === "never") return untilAborted(request)
      if (outcome === "reset") throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })
      const { status, body, headers = {} } = outcome
      return {
        request,
        status,
        headers: createHttpHeaders(headers),
        bodyAsText: typeof body === "string" ? body : JSON.stringify(body ?? {})
      }
    }
  }
  const tokens = Layer.succeed(ArmTokens, {
    tokenFor: (on) => Effect.succeed(Redacted.make(on._tag === "System" ? "ours" : `of-${on.session.caller.name}`))
  })
  const settings = { url: new URL("https://arm.example"), apiVersion: "2025-09-01", timeScale: 1 }
  const layer = Layer.effect(ArmConnection.ArmConnection, ArmConnection.make(settings, client)).pipe(
    Layer.provide(tokens)
  )
  return { requests, layer }
}
