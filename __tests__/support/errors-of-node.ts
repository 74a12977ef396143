// Jest gives tests an `Error` of their own, and what Node itself throws is no instance of it: the AWS SDK then takes a
// refused connection for something unknown. Imported for its effect by tests in which Node's errors matter.
Object.defineProperty(Error, Symbol.hasInstance, {
  configurable: true,
  value(this: unknown, value: unknown): boolean {
    const isErrorOfAnyRealm = Object.prototype.toString.call(value) === '[object Error]'
    return this === Error ? isErrorOfAnyRealm : Function.prototype[Symbol.hasInstance].call(this, value)
  },
})

export {}
