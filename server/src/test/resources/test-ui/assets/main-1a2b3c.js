// Long enough, and repetitive enough, to be worth compressing.
console.log("water under the bridge, water under the bridge, water under the bridge");
console.log("water under the bridge, water under the bridge, water under the bridge");
console.log("water under the bridge, water under the bridge, water under the bridge");
