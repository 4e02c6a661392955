import { ServerBusyProblem } from "@incident-teams/api/problems/requestProblems"
import { ArmRefusal, refusalResponse } from "../arm/ArmRefusal.ts"
import { problemResponse } from "../http/responses.ts"

/** Seconds; by then most of those inside are done. */
const retryAfter = 1

const detail = (limit: number): string => `The server works on ${limit} requests already.`

/** 503 for whoever finds no room; nothing was done. */
export const sentAway = (limit: number, requestId: string): Response =>
  problemResponse(
    new ServerBusyProblem({
      detail: detail(limit),
      remedy: "Wait as long as Retry-After says, and send it again.",
      retryAfter
    }),
    requestId
  )

/** The same in ARM's envelope, which the official clients repeat by themselves. */
export const sentAwayByArm = (limit: number): Response =>
  refusalResponse(
    new ArmRefusal({ status: 503, code: "ServerBusy", message: `${detail(limit)} Try again later.`, retryAfter })
  )
