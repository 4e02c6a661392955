import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { networkOf } from "./Connection.ts"

describe("the network of an address", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"]
  ])("%s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it("is always the same for two addresses that differ only in the last 64 bits", () => {
    const group = fc.integer({ min: 0, max: 0xff_ff }).map((value) => value.toString(16))
    const half = fc.array(group, { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        expect(networkOf([...network, ...one].join(":"))).toBe(networkOf([...network, ...other].join(":")))
      })
    )
  })
})
