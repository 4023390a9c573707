// Builds everything; replaced soon.
console.log("nothing to build yet");
