import type { TestCaller } from "../testTokens.ts"

/** Everybody whose rights differ, and who is asked as. Their roles are on the workspace in question. */
export const callers = {
  "no token": undefined,
  "no role": "farid",
  Reader: "dev",
  Responder: "ben",
  "Responder who may not create teams": "chloe",
  Contributor: "ana",
  "team member without a role": "elif",
  "team owner without a role": "kim",
  "standby owner without a role": "ines",
  "application: Team.Create": "maker",
  "application: Incident.ReadWrite": "soar",
  "application: Incident.Notify": "trigger",
  "application without an app role": "stranger",
  "application without a role in Azure": "bystander"
} as const satisfies Record<string, TestCaller | undefined>

export type Caller = keyof typeof callers

export const everybody = Object.keys(callers) as ReadonlyArray<Caller>
