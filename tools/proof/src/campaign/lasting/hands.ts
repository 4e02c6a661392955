import { randomUUID } from "node:crypto"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import type { StepCall } from "../faults/steps.ts"
import type { LastingAnswer } from "./lastingAnswers.ts"
import { mends, type Remedy } from "./remedies.ts"

/** Whether carrying out this remedy in the simulated tenant mends what goes wrong. */
export const isRight = async (
  remedy: Remedy,
  step: StepCall,
  { cause }: LastingAnswer,
  tenant: SimulatedTenant
): Promise<boolean> => {
  if (!mends[remedy._tag].includes(cause)) return false
  switch (remedy._tag) {
    case "GrantPermission":
      return step.surface === "graph" && (await isEnough(remedy.permission, step, tenant))
    case "AssignSentinelRole":
      return step.surface === "arm"
    case "Wait":
    case "WaitForOther":
    case "MendCredentials":
    case "CorrectAndRetry":
    case "CorrectAndRequest":
    case "Restore":
    case "ChooseSurvivor":
    case "FreeSpace":
    case "AllowWriting":
    case "MakeReachable":
      return true
  }
}

/**
 * An application that has this permission alone makes the call, of things that don't exist: the simulator doesn't deny it.
 * What goes wrong was ended, so that the simulator itself answers.
 */
const isEnough = async (permission: string, step: StepCall, tenant: SimulatedTenant): Promise<boolean> => {
  await tenant.control("PUT", "/applications/stranger", { roles: { graph: [permission] } })
  const token = await tenant.token({ application: "stranger", audience: "graph" })
  const method = step.method ?? "GET"
  const path = step.path.startsWith("^")
    ? `/groups/${randomUUID()}/transitiveMembers`
    : step.path.replaceAll(/\{[^}]*\}/gu, randomUUID())
  const { status } = await fetch(`${tenant.base}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: "{}" })
  })
  return status !== 403 && status !== 401
}
