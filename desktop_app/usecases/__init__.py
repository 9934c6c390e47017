"""What a user can do: one public function and one transaction each."""
