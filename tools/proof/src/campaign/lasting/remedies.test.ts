import { describe, expect, it } from "vitest"
import { mends, remedyIn } from "./remedies.ts"

const graph = "Microsoft Graph permission Group.ReadWrite.All with admin consent"

describe("what a printed remedy asks for", () => {
  it.each([
    ["No action needed: it is retried automatically.", { _tag: "Wait" }],
    ["A standby owner is made an owner first. It is retried automatically.", { _tag: "WaitForOther" }],
    ["No action needed: it is being restored.", { _tag: "WaitForOther" }],
    [`Grant the application the ${graph}.`, { _tag: "GrantPermission", permission: "Group.ReadWrite.All" }],
    [
      "Grant the application the Microsoft Graph permissions User.Read.All and GroupMember.Read.All.",
      { _tag: "GrantPermission", permission: "User.Read.All" }
    ],
    ["The client secret has expired: create a new one and set AZURE_CLIENT_SECRET.", { _tag: "MendCredentials" }],
    ["Correct the cause, then retry.", { _tag: "CorrectAndRetry" }],
    ["Correct the cause, then add them again.", { _tag: "CorrectAndRequest" }],
    ["An owner can restore it with its conversations within 30 days.", { _tag: "Restore" }]
  ])("%s", (whatToDo, remedy) => {
    expect(remedyIn({ whatToDo })).toEqual(remedy)
  })

  it("isn't guessed from other texts", () => {
    expect(remedyIn({ whatToDo: "Look it up." })).toBeUndefined()
  })

  it("mends nothing of the installation by waiting or by a retry", () => {
    for (const cause of ["credentials", "permission"] as const) {
      expect([mends.Wait, mends.CorrectAndRetry].flat()).not.toContain(cause)
    }
  })
})
