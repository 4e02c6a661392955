import { expect, it } from "vitest"
import { DirectoryUnavailable } from "../ports/Directory.ts"
import { InstallationTrouble } from "../ports/InstallationTrouble.ts"
import { directoryFailure } from "./calls.ts"

it("L15 a directory that denies the installation is the installation's trouble, with its own remedy", () => {
  const trouble = new InstallationTrouble({ kind: "credentials", reason: "Denied.", remedy: "Renew the secret." })
  const reason = "Denied. Renew the secret."
  expect(directoryFailure(new DirectoryUnavailable({ reason, trouble, cause: trouble }))).toEqual({
    _tag: "InstallationTrouble",
    kind: "credentials",
    reason: "Denied.",
    remedy: "Renew the secret."
  })
  expect(directoryFailure(new DirectoryUnavailable({ reason: "Busy.", afterMillis: 30, cause: undefined }))).toEqual({
    _tag: "FailedForNow",
    reason: "Busy.",
    afterMillis: 30
  })
})
