import Foundation

/// Writes a line to standard output at once, so that a run that is followed by its file can be followed.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
