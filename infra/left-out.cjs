// Stands in the bundles for what is required while its requirer loads, at most constructed, and never called.
module.exports = class {};
