import type { IncomingMessage, ServerResponse } from "node:http"
import type { Call } from "./Call.ts"
import type { Fault } from "./Fault.ts"
import type { Tenant } from "./Tenant.ts"

/** What every surface's handlers find on their context. */
export interface ServerEnv {
  Bindings: {
    /** Absent for the parts of a $batch, which have no socket of their own. */
    readonly incoming?: IncomingMessage
    readonly outgoing?: ServerResponse
    readonly batched?: true
  }
  Variables: {
    requestId: string
    /** Twists for the handler to act on; what concerns the whole answer is done around it. */
    faults: ReadonlyArray<Fault>
    /** Whose records and faults the request belongs to; whether it may do anything, each surface asks by itself. */
    holder?: Tenant
    /** The record of this request; absent when its tenant isn't known. */
    call?: Call
  }
}
