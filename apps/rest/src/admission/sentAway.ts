import { ServerBusyProblem } from "@incident-teams/api/problems/requestProblems"
import { ArmRefusal, refusalResponse } from "../arm/ArmRefusal.ts"
import { problemResponse } from "../http/responses.ts"

/** Seconds. By then most of the current requests are done. */
const retryAfter = 1

const detail = (limit: number): string => `The server is already processing ${limit} requests.`

/** 503 for a request over the limit. Nothing was changed. */
export const sentAway = (limit: number, requestId: string): Response =>
  problemResponse(
    new ServerBusyProblem({
      detail: detail(limit),
      remedy: "Wait for the time in Retry-After, then send the request again.",
      retryAfter
    }),
    requestId
  )

/** The same as an ARM error. The official clients repeat such requests automatically. */
export const sentAwayByArm = (limit: number): Response =>
  refusalResponse(
    new ArmRefusal({ status: 503, code: "ServerBusy", message: `${detail(limit)} Try again later.`, retryAfter })
  )
