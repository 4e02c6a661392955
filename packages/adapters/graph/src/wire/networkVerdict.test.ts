import { describe, expect, it } from "vitest"
import { networkCode, networkVerdict } from "./networkVerdict.ts"

const fetchFailed = (code: string): Error =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("socket"), { code }) })

describe("a call that got no answer", () => {
  it.each(["ECONNREFUSED", "ENOTFOUND", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UND_ERR_CONNECT_TIMEOUT"])(
    "was never sent: %s",
    (code) => {
      expect(networkVerdict("POST", networkCode(fetchFailed(code)))).toBe("notDone")
    }
  )

  it.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_HEADERS_TIMEOUT"])(
    "may have had its effect: %s",
    (code) => {
      expect(networkVerdict("POST", networkCode(fetchFailed(code)))).toBe("unclear")
      expect(networkVerdict("GET", networkCode(fetchFailed(code)))).toBe("notDone")
    }
  )

  it("may have had its effect when we stopped waiting", () => {
    const timedOut = new DOMException("The operation was aborted due to timeout", "TimeoutError")
    expect(networkCode(timedOut)).toBe("TimeoutError")
    expect(networkCode("no error at all")).toBe("unknown")
    for (const code of ["TimeoutError", "unknown"]) expect(networkVerdict("POST", code)).toBe("unclear")
  })
})
