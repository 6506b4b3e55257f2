resource "aws_ebs_volume" "data" {
  availability_zone = "eu-west-3a"
  size              = 100
  tags              = { data_class = "sante" }
}
resource "aws_ebs_volume" "scratch" {
  availability_zone = "eu-west-3a"
  size              = 10
}
resource "aws_instance" "pacs" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m6i.large"
}
resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
resource "aws_volume_attachment" "data" {
  device_name = "/dev/sdf"
  volume_id   = aws_ebs_volume.data.id
  instance_id = aws_instance.pacs.id
}
resource "aws_volume_attachment" "scratch" {
  device_name = "/dev/sdg"
  volume_id   = aws_ebs_volume.scratch.id
  instance_id = aws_instance.pacs.id
}
resource "aws_ami_from_instance" "image" {
  name               = "image"
  source_instance_id = aws_instance.pacs.id
}
resource "aws_ami_copy" "far" {
  name              = "far"
  source_ami_id     = aws_ami_from_instance.image.id
  source_ami_region = "eu-west-3"
}
resource "aws_ebs_snapshot" "data" {
  volume_id = aws_ebs_volume.data.id
}
