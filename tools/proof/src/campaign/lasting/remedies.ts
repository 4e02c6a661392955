import type { Trouble } from "@incident-teams/api/words/troubles"
import type { Cause, StoreCause } from "./lastingAnswers.ts"

/** What a printed remedy asks somebody to do. */
export type Remedy =
  | { readonly _tag: "Wait" }
  /** Something else is done first, whose own trouble is printed, too. */
  | { readonly _tag: "WaitForOther" }
  | { readonly _tag: "MendCredentials" }
  | { readonly _tag: "GrantPermission"; readonly permission: string }
  | { readonly _tag: "AssignSentinelRole" }
  /** Find out what the platform doesn't accept, and retry. */
  | { readonly _tag: "CorrectAndRetry" }
  /** The same of a person or account, and request it again. */
  | { readonly _tag: "CorrectAndRequest" }
  | { readonly _tag: "Restore" }
  /** Of the store. */
  | { readonly _tag: "FreeSpace" }
  | { readonly _tag: "AllowWriting" }
  | { readonly _tag: "MakeReachable" }
  /** Choose the incident that continues a merged one. */
  | { readonly _tag: "ChooseSurvivor" }

/** Every form of a remedy that may be printed in the matrix. The first that matches counts. */
const forms: ReadonlyArray<readonly [RegExp, (permission: string) => Remedy]> = [
  [/\bFree space on the volume\b/u, () => ({ _tag: "FreeSpace" })],
  [/\bAllow this process's user to write the file\b/u, () => ({ _tag: "AllowWriting" })],
  [/\bCheck that the folder exists\b/u, () => ({ _tag: "MakeReachable" })],
  [
    /^No action needed: it is being restored\b|\b(?:is made an owner|is checked in Teams|are linked) first\b/u,
    () => ({ _tag: "WaitForOther" })
  ],
  [/^No action needed\b/u, () => ({ _tag: "Wait" })],
  [
    /\bGrant the application the Microsoft Graph permissions? ([\w.]+)/u,
    (permission) => ({ _tag: "GrantPermission", permission })
  ],
  [/\bAssign the role Microsoft Sentinel Responder to the application\b/u, () => ({ _tag: "AssignSentinelRole" })],
  [/\bAZURE_(?:TENANT_ID|CLIENT_ID|CLIENT_SECRET)\b/u, () => ({ _tag: "MendCredentials" })],
  [/\bchoose it as the one that continues\b/u, () => ({ _tag: "ChooseSurvivor" })],
  [/\brestore it with its conversations\b/u, () => ({ _tag: "Restore" })],
  [/\b(?:add them again|remove them again)\b/u, () => ({ _tag: "CorrectAndRequest" })],
  [/\b[Rr]etry\b/u, () => ({ _tag: "CorrectAndRetry" })]
]

/** What a trouble's text says to do; undefined where it says nothing that is known here. */
export const remedyIn = ({ whatToDo }: Pick<Trouble, "whatToDo">): Remedy | undefined => {
  for (const [form, remedy] of forms) {
    const match = form.exec(whatToDo)
    if (match !== null) return remedy(match[1] ?? "")
  }
  return undefined
}

const storeCauses: ReadonlyArray<StoreCause> = ["store: full", "store: read-only", "store: gone"]

/** What each remedy mends, and nothing else. Of a permission the simulator says whether it is enough. */
export const mends: Readonly<Record<Remedy["_tag"], ReadonlyArray<Cause>>> = {
  // Others correct the team or what was sent, too, without anybody here.
  Wait: ["passes", "request", ...storeCauses],
  WaitForOther: ["passes", "credentials", "permission", "request", "account", ...storeCauses],
  MendCredentials: ["credentials"],
  GrantPermission: ["permission"],
  AssignSentinelRole: ["permission"],
  CorrectAndRetry: ["passes", "request", "account"],
  CorrectAndRequest: ["request", "account"],
  Restore: ["passes", "request"],
  // A trouble that keeps it from being found: it is chosen while that lasts, and the life shows whether that ends it.
  ChooseSurvivor: ["passes", "credentials", "permission", "request", "account", ...storeCauses],
  FreeSpace: ["store: full"],
  AllowWriting: ["store: read-only"],
  MakeReachable: ["store: gone"]
}
