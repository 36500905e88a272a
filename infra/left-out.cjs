// Stands in the bundles for packages that are required while their requirer loads, and never called.
module.exports = {};
